package io.sluice.router.discovery.dns;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import io.sluice.router.backend.BackendAddress;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks name servers, without a cache.
 *
 * <p>Netty's resolver does it: {@code DnsClient} of Vert.x knows neither search domains, which names in Kubernetes are
 * short for, nor answers that are too long for a datagram, which a name with more than about thirty addresses has: it
 * would lose the rest in silence. The resolver of the JDK caches, blocks, and cannot be told whom to ask.
 *
 * <p>Threading: any thread; futures complete on a thread of this object.
 */
final class DnsLookup {

    /** Time for one name server to answer one question; then the next server is asked, if there is one. */
    private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(2);

    /** Priority and weight of a service record, two bytes each, which are of no use to who has policies of its own. */
    private static final int SRV_PREFERENCE_BYTES = 4;

    private final DnsSettings settings;
    private final EventLoopGroup thread = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final DnsNameResolver ipv4;
    private final DnsNameResolver ipv6;

    DnsLookup(DnsSettings settings) {
        this.settings = settings;
        this.ipv4 = resolver(ResolvedAddressTypes.IPV4_ONLY);
        this.ipv6 = resolver(ResolvedAddressTypes.IPV6_ONLY);
    }

    /**
     * The addresses of one kind, none if the name has none. Fails if no server has answered, or one answered that it
     * cannot tell.
     */
    Future<List<BackendAddress>> ask(RecordKind kind) {
        return switch (kind) {
            case A -> answer(ipv4.resolveAll(settings.name()), this::atPort);
            case AAAA -> answer(ipv6.resolveAll(settings.name()), this::atPort);
            case SRV ->
                answer(
                        ipv4.resolveAll(new DefaultDnsQuestion(settings.serviceName(), DnsRecordType.SRV)),
                        DnsLookup::targets);
        };
    }

    /** Ends the thread; questions under way fail. */
    Future<Void> close() {
        Promise<Void> closed = Promise.promise();
        thread.execute(() -> {
            ipv4.close();
            ipv6.close();
        });
        var unused = thread.shutdownGracefully(0, QUERY_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .addListener(done -> closed.complete());
        return closed.future();
    }

    private DnsNameResolver resolver(ResolvedAddressTypes types) {
        DnsNameResolverBuilder builder = new DnsNameResolverBuilder(thread.next())
                .datagramChannelType(NioDatagramChannel.class)
                .socketChannelType(NioSocketChannel.class)
                .resolvedAddressTypes(types)
                .queryTimeoutMillis(QUERY_TIMEOUT.toMillis())
                .resolveCache(NoopDnsCache.INSTANCE)
                .cnameCache(NoopDnsCnameCache.INSTANCE);
        settings.serverAddress()
                .ifPresent(server -> builder.nameServerProvider(new SingletonDnsServerAddressStreamProvider(server)));
        return builder.build();
    }

    private List<BackendAddress> atPort(List<InetAddress> addresses) {
        return addresses.stream()
                .map(address -> new BackendAddress(NetUtil.toAddressString(address), settings.port()))
                .toList();
    }

    private static List<BackendAddress> targets(List<DnsRecord> records) {
        List<BackendAddress> targets = new ArrayList<>();
        records.forEach(record -> target(record).ifPresent(targets::add));
        return targets;
    }

    private static Optional<BackendAddress> target(DnsRecord record) {
        try {
            if (!(record instanceof DnsRawRecord raw) || !record.type().equals(DnsRecordType.SRV)) {
                return Optional.empty();
            }
            ByteBuf content = raw.content();
            content.skipBytes(SRV_PREFERENCE_BYTES);
            int port = content.readUnsignedShort();
            String name = DefaultDnsRecordDecoder.decodeName(content);
            return Optional.of(new BackendAddress(withoutRoot(name), port));
        } catch (RuntimeException malformed) {
            return Optional.empty();
        } finally {
            ReferenceCountUtil.release(record);
        }
    }

    private static String withoutRoot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static <R> Future<List<BackendAddress>> answer(
            io.netty.util.concurrent.Future<List<R>> records, Function<List<R>, List<BackendAddress>> read) {
        Promise<List<BackendAddress>> answer = Promise.promise();
        var unused = records.addListener(done -> {
            if (records.isSuccess()) {
                answer.complete(read.apply(records.getNow()));
            } else if (saysThatThereAreNone(records.cause())) {
                answer.complete(List.of());
            } else {
                answer.fail(records.cause());
            }
        });
        return answer.future();
    }

    /** Whether a server said that there is no such name, or nothing of this kind under it. */
    private static boolean saysThatThereAreNone(@Nullable Throwable failure) {
        Throwable cause = failure == null ? null : failure.getCause();
        return cause == null
                || (cause instanceof DnsErrorCauseException told
                        && told.getCode().equals(DnsResponseCode.NXDOMAIN));
    }
}
