package io.sluice.common.redis;

import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** A Redis server in a container, on a port that stays the same when it is killed and started again. */
final class RedisContainer implements TestRedis.RunningServer {

    private static final int REDIS_PORT = 6379;

    /** Names another image, for where there is no registry to take this one from. */
    static final String IMAGE_PROPERTY = "redis.test.image";

    private static final String IMAGE = "redis:7";

    private final GenericContainer<?> container;
    private final int port;

    private RedisContainer(GenericContainer<?> container, int port) {
        this.container = container;
        this.port = port;
    }

    static RedisContainer start() {
        int port = LocalRedis.freePort();
        GenericContainer<?> container = new GenericContainer<>(
                        DockerImageName.parse(System.getProperty(IMAGE_PROPERTY, IMAGE)))
                .withExposedPorts(REDIS_PORT)
                .withCommand("redis-server", "--save", "", "--appendonly", "no", "--protected-mode", "no");
        container.setPortBindings(List.of(port + ":" + REDIS_PORT));
        container.start();
        return new RedisContainer(container, port);
    }

    @Override
    public String uri() {
        return "redis://" + container.getHost() + ":" + port;
    }

    @Override
    public void killForcibly() {
        container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void restart() {
        container
                .getDockerClient()
                .startContainerCmd(container.getContainerId())
                .exec();
    }

    @Override
    public void close() {
        container.stop();
    }
}
