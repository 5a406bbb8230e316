package io.sluice.gateway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.common.config.ConfigException;
import io.sluice.common.config.ConfigLoader;
import io.sluice.common.protocol.Disconnect;
import io.sluice.common.protocol.ProtocolError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointSettingsTest {

    private static EndpointSettings of(String... settings) {
        ConfigLoader<EndpointSettings> loader = ConfigLoader.of(EndpointSettings.class);
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            loader.override(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return loader.load();
    }

    @Test
    void endpointThatIsNotSetWaitsOneSecondAndPassesNothingOn() {
        EndpointSettings endpoint = of();

        assertThat(endpoint.isConfigured()).isFalse();
        assertThat(endpoint.timeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(endpoint.httpHeaders()).isEmpty();
        assertThat(endpoint.emulatedHeaders()).isEmpty();
        assertThat(endpoint.http().staticHeadersByName()).isEmpty();
    }

    @Test
    void namesOfHeadersAreComparedInLowerCase() {
        EndpointSettings endpoint = of("http_headers=Cookie,X-Request-ID", "http.static_headers=X-Key: a: b ,X-Two:");

        assertThat(endpoint.httpHeaders()).containsExactly("cookie", "x-request-id");
        assertThat(endpoint.http().staticHeadersByName()).isEqualTo(Map.of("x-key", "a: b", "x-two", ""));
    }

    @Test
    void statusesBecomeErrorsAndDisconnects(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("endpoint.json"),
                """
                {"endpoint": "https://app.example/hook", "http": {"status_to_code_transforms": [
                  {"status_code": 404, "to_error": {"code": 404, "message": "no such thing", "temporary": true}},
                  {"status_code": 403, "to_disconnect": {"code": 4503, "reason": "not welcome"}}]}}
                """);

        EndpointHttpSettings http =
                ConfigLoader.of(EndpointSettings.class).file(file).load().http();

        assertThat(http.transform(404).flatMap(StatusTransform::error))
                .contains(new ProtocolError(404, "no such thing", true));
        assertThat(http.transform(403).flatMap(StatusTransform::disconnect))
                .contains(new Disconnect(4503, "not welcome"));
        assertThat(http.transform(500)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    endpoint=grpc://app:10000                | endpoint must be a URL with http:// or https://
                    endpoint=app/hook                        | endpoint must be a URL
                    endpoint=http://                         | endpoint must be a URL
                    endpoint=http://user:secret@app          | endpoint must be a URL
                    endpoint=http://a b                      | endpoint must be a URL
                    endpoint=http://app:65536                 | endpoint must be a URL
                    enabled=true                             | endpoint must be set where enabled is true
                    timeout=0s                               | timeout must be 1ms to 60s but was 0ms
                    timeout=61s                              | timeout must be 1ms to 60s but was 61000ms
                    http_headers=Host                        | http_headers must name headers that are not HTTP's own
                    http_headers=Content-Length              | http_headers must name headers that are not HTTP's own
                    emulated_headers=transfer-encoding       | emulated_headers must name headers that are not HTTP's own
                    emulated_headers=a b                     | emulated_headers must name headers
                    http.static_headers=Key                  | static_headers must each be Name: value
                    http.static_headers=Host: other          | static_headers must each be Name: value
                    http.status_to_code_transforms=[{"status_code":200,"to_error":{"code":400}}] | status_code must be 201 to 599
                    http.status_to_code_transforms=[{"status_code":404}]                         | needs to_error or to_disconnect
                    http.status_to_code_transforms=[{"status_code":404,"to_error":{"code":99}}]  | an error's code must be 100 to 1999
                    http.status_to_code_transforms=[{"status_code":404,"to_disconnect":{"code":5000,"reason":"x"}}] | a disconnect code must be 3000 to 4999
                    http.status_to_code_transforms=[{"status_code":404,"to_error":{"code":400},"to_disconnect":{"code":4000,"reason":"x"}}] | and not both
                    http.status_to_code_transforms=[{"status_code":404,"to_error":{"code":400}},{"status_code":404,"to_error":{"code":401}}] | has status 404 twice
                    """)
    void settingThatCannotWorkIsRefusedInWords(String setting, String message) {
        assertThatThrownBy(() -> of(setting))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void secretsInTheQueryOfAnEndpointAreNotShown() {
        assertThatThrownBy(() -> of("endpoint=ftp://app/hook?key=secret"))
                .hasMessageContaining("ftp://app/hook?…")
                .hasMessageNotContaining("secret");
    }
}
