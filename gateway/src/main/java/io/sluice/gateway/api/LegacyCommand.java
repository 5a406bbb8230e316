package io.sluice.gateway.api;

import io.sluice.common.protocol.ErrorCode;
import io.sluice.common.protocol.Payload;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One command of the legacy form of the API, in which a body is one or more objects, each with the name of a method and its
 * request.
 */
record LegacyCommand(@Nullable String method, @Nullable Payload params) {

    /**
     * The commands of a body.
     *
     * @throws ApiBodyException if it has none, too many, or one whose request is not of its method's form
     */
    static List<ApiCommand> read(byte[] body) {
        return ApiJson.readAll(body, LegacyCommand.class, BatchMethod.MAX_COMMANDS).stream()
                .map(LegacyCommand::command)
                .toList();
    }

    private ApiCommand command() {
        Optional<ApiMethod> named = method == null ? Optional.empty() : ApiMethod.named(method);
        ApiMethod known = named.filter(found -> found.turn() != ApiMethod.Turn.WHOLE_REQUEST)
                .orElse(null);
        if (known == null) {
            return new ApiCommand.Mistake(ErrorCode.METHOD_NOT_FOUND);
        }
        byte[] request = params == null ? new byte[0] : params.bytes();
        return new ApiCommand.Call(known, ApiJson.read(request, known.request()));
    }
}
