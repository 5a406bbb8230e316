# Gateway, router and command line in one image. The jars are built before, outside:
#
#   mvn -Dquick package && docker build -t sluice .
#
# BASE_IMAGE is any Linux with glibc, Java 25 at JAVA_HOME, bash, and for the stages cp, mkdir, find and touch.
ARG BASE_IMAGE=eclipse-temurin:25-jre

# All files with one time stamp, so that two builds of the same jars give the same layer.
FROM ${BASE_IMAGE} AS files
WORKDIR /staged/opt/sluice
COPY sluice ./
COPY gateway/jvm.options gateway/
COPY router/jvm.options router/
COPY gateway/target/sluice-gateway.jar router/target/sluice-router.jar loadtest/target/sluice-loadtest.jar ./
# Libraries that two programs have in common are there once.
COPY gateway/target/lib router/target/lib loadtest/target/lib lib/
RUN find /staged -exec chmod go-w {} + && find /staged -exec touch -h -d @1767225600 {} +

# The archives of classes, made by starting each program once. They hold the time stamps of the jars, so the jars are those above.
FROM ${BASE_IMAGE} AS archives
COPY --from=files /staged /
RUN /opt/sluice/sluice archive && mkdir -p /archives/opt/sluice/archive \
 && cp /opt/sluice/archive/*.jsa /archives/opt/sluice/archive/ && find /archives -exec touch -h -d @1767225600 {} +

FROM ${BASE_IMAGE}
ARG VERSION=0.1.0-SNAPSHOT
LABEL org.opencontainers.image.title="Sluice" \
      org.opencontainers.image.description="A horizontally scaled real-time pub/sub gateway: gateway, router and command line" \
      org.opencontainers.image.version="${VERSION}"
COPY --from=files /staged /
COPY --from=archives /archives /
# Half of the memory limit for the heap; buffers of sockets, code and the kernel's share live beside it.
ENV JAVA_OPTS=-XX:MaxRAMPercentage=50
# The only directory that is written to: native libraries of Netty, file caches of Vert.x.
WORKDIR /tmp
USER 65532:65532
EXPOSE 8000 9000 8080 9080
STOPSIGNAL SIGTERM
ENTRYPOINT ["/opt/sluice/sluice"]
