package io.sluice.loadtest;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks of the numbers that commands are given. */
final class Numbers {
    private Numbers() {}

    /** Refuses a value below 1. */
    static void requireOneOrMore(CommandSpec command, String option, int value) {
        if (value < 1) {
            throw new ParameterException(command.commandLine(), option + ": expected 1 or more but was " + value);
        }
    }
}
