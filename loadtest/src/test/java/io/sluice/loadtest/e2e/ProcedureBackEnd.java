package io.sluice.loadtest.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.loadtest.client.Json;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;

/** A back end over HTTP that has one procedure, {@code greet}: it answers with who called, and with what. */
final class ProcedureBackEnd {

    private final HttpServer server;

    private ProcedureBackEnd(HttpServer server) {
        this.server = server;
    }

    /** Listens on a free port of 127.0.0.1; ends with {@code vertx}. */
    static ProcedureBackEnd start(Vertx vertx) throws Exception {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> request.response()
                        .putHeader("content-type", "application/json")
                        .end(answer(body))));
        return new ProcedureBackEnd(Clients.get(server.listen(0, "127.0.0.1")));
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort() + "/rpc";
    }

    private static String answer(Buffer body) {
        JsonNode request;
        try {
            request = Json.read(body.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + body, e);
        }
        ObjectNode answer = Json.object();
        if (request.path("method").asText().equals("greet")) {
            ObjectNode data = answer.putObject("result").putObject("data");
            data.put("user", request.path("user").asText()).set("with", request.path("data"));
        } else {
            answer.putObject("error").put("code", 1404).put("message", "no such procedure");
        }
        return answer.toString();
    }
}
