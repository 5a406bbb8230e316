package io.sluice.loadtest.baseline;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.sluice.common.threading.EventLoopConfined;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One client of the baseline server: says yes to its connect and subscribe commands. Threading: confined to its event
 * loop.
 */
@EventLoopConfined
final class BaselineConnection extends SimpleChannelInboundHandler<TextWebSocketFrame> {
    private static final Pattern COMMAND = Pattern.compile("\\{\"id\":(\\d+),\"(connect|subscribe)\"");

    private final BaselineLoop loop;
    private @Nullable ChannelHandlerContext encoder;

    BaselineConnection(BaselineLoop loop) {
        this.loop = loop;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
        Matcher command = COMMAND.matcher(frame.text());
        while (command.find()) {
            String kind = command.group(2);
            String reply = "{\"id\":" + command.group(1) + ",\"" + kind + "\":{}}";
            var unused = context.writeAndFlush(new TextWebSocketFrame(reply), context.voidPromise());
            if (kind.equals("subscribe") && encoder == null) {
                encoder = context.pipeline().context(WebSocket13FrameEncoder.class);
                loop.add(encoder);
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (encoder != null) {
            loop.remove(encoder);
        }
    }

    /** A client that went away: nothing to tell anybody. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var unused = context.close();
    }
}
