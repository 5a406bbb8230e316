package io.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.sluice.common.config.ConfigException;
import io.sluice.common.config.ConfigLoader;
import io.sluice.common.config.Durations;
import io.sluice.common.lifecycle.ProcessLifecycle;
import io.sluice.common.protocol.MalformedFrameException;
import io.sluice.common.protocol.json.JsonPayloads;
import io.sluice.gateway.auth.key.HmacKey;
import io.sluice.gateway.auth.token.TokenSettings;
import io.sluice.gateway.auth.token.TokenSigner;
import io.sluice.gateway.session.ClientSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints a token that a gateway with the same settings accepts. Back ends make their own; this is for trying things out. */
@Command(
        name = "token",
        description = "Prints a signed JWT: for a connection, or with --channel for a subscription",
        mixinStandardHelpOptions = true,
        versionProvider = GatewayVersion.class)
final class TokenCommand implements Callable<Integer> {

    private static final LongSupplier CLOCK_MILLIS = System::currentTimeMillis;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--user",
            required = true,
            paramLabel = "USER",
            description = "id of the user; '' for an anonymous one")
    private String user = "";

    @Option(
            names = "--ttl",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "how long it is good, such as 10m; 0 for ever; default 1h")
    private String ttl = "1h";

    @Option(names = "--channel", paramLabel = "CHANNEL", description = "makes a subscription token for this channel")
    private @Nullable String channel;

    @Option(
            names = "--channels",
            paramLabel = "CHANNEL",
            split = ",",
            description = "channels that the server subscribes the connection to")
    private List<String> channels = List.of();

    @Option(names = "--info", paramLabel = "JSON", description = "what others see of the client")
    private @Nullable String info;

    @Option(names = "--meta", paramLabel = "JSON", description = "what back ends are told of the connection")
    private @Nullable String meta;

    @Option(names = "--max-rate", paramLabel = "RATE", description = "most publications a second, with --channel")
    private @Nullable Double maxRate;

    @Option(names = "--audience", paramLabel = "NAME", description = "the claim aud; else the one that is configured")
    private @Nullable String audience;

    @Option(names = "--issuer", paramLabel = "NAME", description = "the claim iss; else the one that is configured")
    private @Nullable String issuer;

    @Option(names = "--config", paramLabel = "FILE", description = "YAML or JSON file with the gateway's settings")
    private @Nullable Path config;

    @Option(
            names = "--secret",
            paramLabel = "SECRET",
            description =
                    "signs with this; others on this machine can see it, unlike SLUICE_CLIENT_TOKEN_HMAC_SECRET_KEY")
    private @Nullable String secret;

    @Override
    public Integer call() {
        ClientSettings client = settings();
        Optional<TokenSettings> own =
                channel == null ? Optional.empty() : client.subscriptionToken().own();
        TokenSettings settings = own.orElse(client.token());
        String key = secret == null ? settings.hmacSecretKey() : secret;
        if (key.isEmpty()) {
            String section = own.isPresent() ? "client.subscription_token" : "client.token";
            throw new ConfigException(
                    section + ".hmac_secret_key is not set: give --config FILE or --secret SECRET, or set "
                            + "SLUICE_CLIENT_" + (own.isPresent() ? "SUBSCRIPTION_" : "") + "TOKEN_HMAC_SECRET_KEY");
        }
        spec.commandLine()
                .getOut()
                .println(new TokenSigner(new HmacKey(key)).sign(claims(settings).toString()));
        return ProcessLifecycle.STATUS_OK;
    }

    private ClientSettings settings() {
        ConfigLoader<GatewaySettings> loader = ConfigLoader.of(GatewaySettings.class);
        if (config != null) {
            loader.file(config);
        }
        return loader.environment(System.getenv()).load().client();
    }

    private ObjectNode claims(TokenSettings settings) {
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        if (!user.isEmpty()) {
            claims.put(settings.userIdClaim().isEmpty() ? "sub" : settings.userIdClaim(), user);
        }
        putTimes(claims);
        putText(claims, "iss", issuer == null ? settings.issuer() : issuer);
        putText(claims, "aud", audience == null ? settings.audience() : audience);
        putJson(claims, "info", info);
        if (channel == null) {
            putConnection(claims);
        } else {
            putSubscription(claims, channel);
        }
        return claims;
    }

    private void putTimes(ObjectNode claims) {
        long now = CLOCK_MILLIS.getAsLong() / 1000;
        claims.put("iat", now);
        Duration life = life();
        if (!life.isZero()) {
            claims.put("exp", now + Math.max(1, life.toSeconds()));
        }
    }

    private Duration life() {
        try {
            return Durations.parse(ttl);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("--ttl: " + e.getMessage(), e);
        }
    }

    private void putConnection(ObjectNode claims) {
        if (maxRate != null) {
            throw new ConfigException("--max-rate needs --channel: it holds for one subscription");
        }
        if (!channels.isEmpty()) {
            channels.forEach(claims.putArray("channels")::add);
        }
        putJson(claims, "meta", meta);
    }

    private void putSubscription(ObjectNode claims, String name) {
        if (name.isEmpty() || !channels.isEmpty() || meta != null) {
            throw new ConfigException(
                    name.isEmpty()
                            ? "--channel must not be empty"
                            : "--channels and --meta are of connection tokens, and --channel makes a subscription token");
        }
        claims.put("channel", name);
        if (maxRate != null) {
            if (!(maxRate >= 0.001 && maxRate <= 500)) {
                throw new ConfigException("--max-rate must be 0.001 to 500 publications a second but was " + maxRate);
            }
            claims.put("max_rate", maxRate);
        }
    }

    private static void putText(ObjectNode claims, String name, String text) {
        if (!text.isEmpty()) {
            claims.put(name, text);
        }
    }

    private static void putJson(ObjectNode claims, String name, @Nullable String json) {
        if (json == null) {
            return;
        }
        try {
            claims.putRawValue(
                    name, new RawValue(JsonPayloads.parse(json.getBytes(UTF_8)).toString()));
        } catch (MalformedFrameException e) {
            throw new ConfigException("--" + name + " is not JSON: " + e.getMessage(), e);
        }
    }
}
