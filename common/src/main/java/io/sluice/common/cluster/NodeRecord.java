package io.sluice.common.cluster;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What a node tells the others about itself, once a second.
 *
 * @param id unique for each start of a node; letters, digits and {@code - _ . :}, at most 128
 * @param name what people call the node; at most 255 characters
 * @param host where routers reach the node: a name or an address, at most 255 characters, no blanks
 * @param port where clients connect, 1 to 65535
 * @param startedUnixMillis when the node started, milliseconds since 1970
 * @param sequence number of the heartbeat that wrote this record, rising from 1
 * @param connections clients connected now
 * @param subscriptions channel subscriptions of these clients now
 * @param channels channels with at least one subscriber on this node now
 * @param messagesPerSecond publications delivered to clients, per second, lately
 * @param eventLoopLagMillis how late the slowest event loop ran lately, milliseconds
 * @param draining whether the node sheds its clients in order to stop, and wants no new ones
 * @param version of the program, at most 255 characters
 * @param users different users connected now
 * @param pressure how near it is to its limits
 * @param capacity how much it takes on
 * @param access from where and how it is reached
 */
public record NodeRecord(
        String id,
        String name,
        String host,
        int port,
        long startedUnixMillis,
        long sequence,
        int connections,
        int subscriptions,
        int channels,
        double messagesPerSecond,
        double eventLoopLagMillis,
        boolean draining,
        String version,
        int users,
        NodePressure pressure,
        NodeCapacity capacity,
        NodeAccess access) {

    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9._:-]{1,128}");
    private static final Pattern HOST = Pattern.compile("[!-~&&[^/?#@\\[\\]]]{1,255}");
    private static final int MAX_SHOWN_LENGTH = 128;
    private static final int MAX_TEXT_LENGTH = 255;
    private static final int MAX_PORT = 65_535;

    public NodeRecord {
        // A node of an older version says nothing of these.
        pressure = Objects.requireNonNullElse(pressure, NodePressure.NONE);
        capacity = Objects.requireNonNullElse(capacity, NodeCapacity.UNLIMITED);
        access = Objects.requireNonNullElse(access, NodeAccess.PLAIN);
        requireId(id);
        requireText("name", name);
        requireHost(host);
        requireText("version", version);
        require(port >= 1 && port <= MAX_PORT, "port", port, "1 to " + MAX_PORT);
        requireNotNegative("startedUnixMillis", startedUnixMillis);
        requireNotNegative("sequence", sequence);
        requireNotNegative("connections", connections);
        requireNotNegative("subscriptions", subscriptions);
        requireNotNegative("channels", channels);
        requireNotNegative("users", users);
        requireQuantity("messagesPerSecond", messagesPerSecond);
        requireQuantity("eventLoopLagMillis", eventLoopLagMillis);
    }

    /** {@code host:port}, as a router dials it; a bare IPv6 address is put in brackets. */
    public String address() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    private static void requireId(String id) {
        require(ID.matcher(id).matches(), "id", shortened(id), "1 to 128 of a-z A-Z 0-9 - _ . :");
    }

    private static void requireHost(String host) {
        require(HOST.matcher(host).matches(), "host", shortened(host), "a name or an address");
    }

    private static void requireText(String name, String text) {
        boolean printable = text.chars().noneMatch(Character::isISOControl);
        require(
                printable && text.length() <= MAX_TEXT_LENGTH,
                name,
                shortened(text),
                "at most 255 printable characters");
    }

    private static void requireNotNegative(String name, long value) {
        require(value >= 0, name, value, "0 or more");
    }

    private static void requireQuantity(String name, double value) {
        require(value >= 0 && Double.isFinite(value), name, value, "a number of 0 or more");
    }

    private static void require(boolean fulfilled, String name, Object value, String expected) {
        if (!fulfilled) {
            throw new IllegalArgumentException(name + ": expected " + expected + " but was " + value);
        }
    }

    private static String shortened(String text) {
        return text.length() <= MAX_SHOWN_LENGTH ? text : text.substring(0, MAX_SHOWN_LENGTH) + "…";
    }
}
