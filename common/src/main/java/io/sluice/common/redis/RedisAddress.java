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
    private static final int MAX_PORT = 65_535;

    /* Not java.net.URI: that finds no host in names with an underscore, which container networks give. */
    private static final Pattern ADDRESS = Pattern.compile("(?<scheme>rediss?)://(?:(?<login>.*)@)?"
            + "(?<host>\\[[0-9a-fA-F:.]+]|[^:/@\\[\\]?#\\s]+)(?::(?<port>\\d{1,5}))?(?:/(?<database>\\d{1,5})?)?");

    private static final Pattern SECRET = Pattern.compile("//.*@");

    /**
     * Takes an address apart.
     *
     * @throws IllegalArgumentException saying what was expected; any password in the text is masked
     */
    static RedisAddress parse(String address) {
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
                port == null ? DEFAULT_PORT : portOf(port),
                login == null ? "" : decode(colon < 0 ? login : login.substring(0, colon)),
                colon < 0 || login == null ? "" : decode(login.substring(colon + 1)),
                database == null ? 0 : Integer.parseInt(database));
    }

    /** The address of the settings, with the user and password that are given beside it taking precedence. */
    static RedisAddress of(RedisSettings settings) {
        RedisAddress parsed = parse(settings.address());
        String user = settings.user().isEmpty() ? parsed.user : settings.user();
        String password = settings.password().isEmpty() ? parsed.password : settings.password();
        return new RedisAddress(parsed.tls, parsed.host, parsed.port, user, password, parsed.database);
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
