package io.sluice.loadtest.cluster;

/** A program of this project that a cluster runs as a process. */
enum Program {
    GATEWAY("gateway"),
    ROUTER("router");

    private final String word;

    Program(String word) {
        this.word = word;
    }

    /** The sub-command, the module's directory and the middle of the jar's name, all in one. */
    String word() {
        return word;
    }

    String jarName() {
        return "sluice-" + word + ".jar";
    }
}
