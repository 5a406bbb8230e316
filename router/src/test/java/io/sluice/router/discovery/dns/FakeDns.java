package io.sluice.router.discovery.dns;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsQuery;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DefaultDnsResponse;
import io.netty.handler.codec.dns.DnsQuery;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.handler.codec.dns.TcpDnsQueryDecoder;
import io.netty.handler.codec.dns.TcpDnsResponseEncoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** A name server on loopback, by UDP and by TCP on the same port, that answers as a test wants. */
public final class FakeDns implements AutoCloseable {

    private static final int TTL_SECONDS = 300;

    /** Addresses, or {@code host port} for service records, by {@code TYPE name.}; what is absent has no records. */
    public final Map<String, List<String>> records = new ConcurrentHashMap<>();

    /** What questions get instead of an answer, by their type. */
    public final Map<String, DnsResponseCode> errors = new ConcurrentHashMap<>();

    /** Types of questions that get no answer at all. */
    final Set<String> silent = ConcurrentHashMap.newKeySet();

    final Queue<String> asked = new ConcurrentLinkedQueue<>();

    /** Whether answers by UDP are cut off before the first record. */
    volatile boolean truncating;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final int port;

    public FakeDns() throws InterruptedException {
        Channel tcp = bindTcp();
        Optional<Channel> udp = bindUdp(portOf(tcp));
        while (udp.isEmpty()) {
            var unused = tcp.close().sync();
            tcp = bindTcp();
            udp = bindUdp(portOf(tcp));
        }
        port = portOf(tcp);
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        var unused = group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private Channel bindTcp() throws InterruptedException {
        return new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(tcpInitializer())
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
    }

    /** Nothing if somebody else has the port for UDP. */
    private Optional<Channel> bindUdp(int number) throws InterruptedException {
        ChannelFuture bound = new Bootstrap()
                .group(group)
                .channel(NioDatagramChannel.class)
                .handler(initializer())
                .bind("127.0.0.1", number)
                .await();
        return bound.isSuccess() ? Optional.of(bound.channel()) : Optional.empty();
    }

    private static int portOf(Channel channel) {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    private ChannelHandler initializer() {
        return new ChannelInitializer<NioDatagramChannel>() {
            @Override
            protected void initChannel(NioDatagramChannel channel) {
                channel.pipeline().addLast(new DatagramDnsQueryDecoder(), new DatagramDnsResponseEncoder());
                channel.pipeline().addLast(new SimpleChannelInboundHandler<DatagramDnsQuery>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext context, DatagramDnsQuery query)
                            throws UnknownHostException {
                        DatagramDnsResponse response =
                                new DatagramDnsResponse(query.recipient(), query.sender(), query.id());
                        if (truncating) {
                            response.setTruncated(true);
                            response.addRecord(DnsSection.QUESTION, copy(query.recordAt(DnsSection.QUESTION)));
                            var unused = context.writeAndFlush(response);
                        } else {
                            answer(context, query, response);
                        }
                    }
                });
            }
        };
    }

    private ChannelHandler tcpInitializer() {
        return new ChannelInitializer<SocketChannel>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(new TcpDnsQueryDecoder(), new TcpDnsResponseEncoder());
                channel.pipeline().addLast(new SimpleChannelInboundHandler<DefaultDnsQuery>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext context, DefaultDnsQuery query)
                            throws UnknownHostException {
                        answer(context, query, new DefaultDnsResponse(query.id()));
                    }
                });
            }
        };
    }

    private void answer(ChannelHandlerContext context, DnsQuery query, DnsResponse response)
            throws UnknownHostException {
        DnsQuestion question = query.recordAt(DnsSection.QUESTION);
        String type = question.type().name();
        String key = type + " " + question.name();
        asked.add(key);
        if (silent.contains(type)) {
            response.release();
            return;
        }
        response.addRecord(DnsSection.QUESTION, copy(question));
        response.setCode(errors.getOrDefault(type, DnsResponseCode.NOERROR));
        for (String record : records.getOrDefault(key, List.of())) {
            response.addRecord(
                    DnsSection.ANSWER,
                    new DefaultDnsRawRecord(
                            question.name(), question.type(), TTL_SECONDS, content(question.type(), record)));
        }
        var unused = context.writeAndFlush(response);
    }

    private static DnsQuestion copy(DnsQuestion question) {
        return new DefaultDnsQuestion(question.name(), question.type());
    }

    private static ByteBuf content(DnsRecordType type, String record) throws UnknownHostException {
        if (!type.equals(DnsRecordType.SRV)) {
            return Unpooled.wrappedBuffer(InetAddress.getByName(record).getAddress());
        }
        String[] hostAndPort = record.split(" ", -1);
        ByteBuf content = Unpooled.buffer().writeShort(0).writeShort(100).writeShort(Integer.parseInt(hostAndPort[1]));
        for (String label : hostAndPort[0].split("\\.", -1)) {
            content.writeByte(label.length()).writeCharSequence(label, StandardCharsets.US_ASCII);
        }
        return content.writeByte(0);
    }
}
