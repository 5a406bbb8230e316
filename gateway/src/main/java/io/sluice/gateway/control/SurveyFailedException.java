package io.sluice.gateway.control;

/** Not every live node answered a question; asking again may succeed. */
public final class SurveyFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SurveyFailedException(String message) {
        super(message);
    }
}
