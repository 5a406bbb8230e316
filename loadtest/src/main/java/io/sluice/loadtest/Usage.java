package io.sluice.loadtest;

import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Refuses values that a command cannot work with, as wrong usage. */
final class Usage {
    private Usage() {}

    static void require(CommandSpec command, boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(command.commandLine(), message);
        }
    }

    /** Refuses a value below 1. */
    static void requireOneOrMore(CommandSpec command, String option, int value) {
        require(command, value >= 1, option + ": expected 1 or more but was " + value);
    }

    /** What is made of a command's values, if they pass its own checks. */
    static <T> T checked(CommandSpec command, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
