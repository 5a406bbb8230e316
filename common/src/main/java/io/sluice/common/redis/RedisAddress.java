package io.sluice.common.redis;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a Redis address; its text never shows the password.
 *
 * @param user empty for Redis's {@code default} user
 * @param password empty for none
 */
record RedisAddress(boolean tls, String host, int port, String user, String password, int database) {

    private static final int DEFAULT_PORT = 6379;
    private static final int SENTINEL_PORT = 26_379;
    private static final int MAX_PORT = 65_535;

    /* Not java.net.URI: that finds no host in names with an underscore, which container networks give. */
    private static final Pattern ADDRESS = Pattern.compile("(?<scheme>rediss?)://(?:(?<login>.*)@)?"
            + "(?<host>\\[[0-9a-fA-F:.]+]|[^:/@\\[\\]?#\\s]+)(?::(?<port>\\d{1,5}))?(?:/(?<database>\\d{1,5})?)?");

    /** For when sentinels name the host. */
    private static final String ANY_HOST = "localhost";

    private static final Pattern HOSTLESS = Pattern.compile("^(rediss?://(?:.*@)?)(?=/|$)");

    private static final Pattern DIGITS = Pattern.compile("\\d{1,5}");

    private static final Pattern SECRET = Pattern.compile("//.*@");

    /**
     * Takes an address apart.
     *
     * @throws IllegalArgumentException saying what was expected; any password in the text is masked
     */
    static RedisAddress parse(String address) {
        return parse(address, DEFAULT_PORT);
    }

    /**
     * The address of a sentinel: as one of Redis, but with another port when it is left out, and without a database; the
     * scheme may be left out too if there is no login.
     *
     * @throws IllegalArgumentException as {@link #parse(String)}
     */
    static RedisAddress parseSentinel(String address) {
        if (!address.contains("://") && address.contains("@")) {
            // Nothing would mask the password of such an address when it is printed.
            throw new IllegalArgumentException("expected redis:// or rediss:// before a user and password");
        }
        RedisAddress parsed = parse(address.contains("://") ? address : "redis://" + address, SENTINEL_PORT);
        if (parsed.database != 0) {
            throw new IllegalArgumentException("expected no database but was " + masked(address));
        }
        return parsed;
    }

    /**
     * The address of a master that sentinels name: as another one, but the host, or all of it, may be left out.
     *
     * @throws IllegalArgumentException as {@link #parse(String)}
     */
    static RedisAddress parseForMaster(String address) {
        return parse(
                address.isEmpty()
                        ? "redis://" + ANY_HOST
                        : HOSTLESS.matcher(address).replaceFirst("$1" + ANY_HOST));
    }

    /**
     * A member of a cluster: host, and port if it is not the usual one.
     *
     * @throws IllegalArgumentException as {@link #parse(String)}
     */
    static RedisAddress parseSeed(String address) {
        if (address.contains("/") || address.contains("@")) {
            // One login and one kind of connection for all members, or a member that another one names would have none.
            throw new IllegalArgumentException("expected host or host:port, with TLS and login in address, but was "
                    + masked(address.contains("://") ? address : "//" + address));
        }
        return parse("redis://" + address, DEFAULT_PORT);
    }

    private static RedisAddress parse(String address, int defaultPort) {
        Matcher parts = ADDRESS.matcher(address);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "expected redis://[[user]:password@]host[:port][/database] but was " + masked(address));
        }
        String port = parts.group("port");
        String database = parts.group("database");
        String login = parts.group("login");
        String host = parts.group("host");
        int colon = login == null ? -1 : login.indexOf(':');
        return new RedisAddress(
                "rediss".equals(parts.group("scheme")),
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                port == null ? defaultPort : portOf(port),
                login == null ? "" : decode(colon < 0 ? login : login.substring(0, colon)),
                colon < 0 || login == null ? "" : decode(login.substring(colon + 1)),
                database == null ? 0 : Integer.parseInt(database));
    }

    /** The address of the settings, with the user and password that are given beside it taking precedence. */
    static RedisAddress of(RedisSettings settings) {
        boolean namedElsewhere = !settings.sentinelAddress().isEmpty() || settings.clustered();
        RedisAddress parsed = namedElsewhere ? parseForMaster(settings.address()) : parse(settings.address());
        return parsed.withLogin(settings.user(), settings.password());
    }

    /** The same for another user; what is empty stays as it is. */
    RedisAddress withLogin(String otherUser, String otherPassword) {
        return new RedisAddress(
                tls,
                host,
                port,
                otherUser.isEmpty() ? user : otherUser,
                otherPassword.isEmpty() ? password : otherPassword,
                database);
    }

    /**
     * The same on another server.
     *
     * @throws IllegalArgumentException if that is none
     */
    RedisAddress at(String otherHost, String otherPort) {
        if (otherHost.isBlank() || !DIGITS.matcher(otherPort).matches()) {
            throw new IllegalArgumentException("expected a host and a port");
        }
        return new RedisAddress(tls, otherHost, portOf(otherPort), user, password, database);
    }

    /** The same place, reached as the other one is. */
    RedisAddress on(RedisAddress other) {
        return new RedisAddress(other.tls, host, port, other.user, other.password, other.database);
    }

    /** Host and port. */
    String endpoint() {
        return host + ":" + port;
    }

    /** The text with everything before the host hidden. */
    static String masked(String address) {
        return SECRET.matcher(address).replaceFirst("//***@");
    }

    private static int portOf(String digits) {
        int port = Integer.parseInt(digits);
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("expected a port from 1 to " + MAX_PORT + " but was " + digits);
        }
        return port;
    }

    private static String decode(String text) {
        // A plus is a plus in a password; URLDecoder would make it a blank.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return (tls ? "rediss://" : "redis://") + host + ":" + port + "/" + database;
    }
}
