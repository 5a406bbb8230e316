package io.sluice.common.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;

/**
 * Where PEM comes from, as a setting says it: the path of a file, the PEM itself, or the PEM once more in base64 (which an environment
 * variable holds without line breaks).
 *
 * @param setting name of the setting, for messages
 * @param value what the setting says; not empty
 */
record PemSource(String setting, String value) {

    /** Bytes of a file; a chain of certificates is a few thousand, and a list of all public authorities 300,000. */
    private static final int MAX_BYTES = 1 << 20;

    private static final String BEGIN = "-----BEGIN ";

    /**
     * The text, which holds at least the beginning of one PEM block. Reads the file if it is one, so it may block.
     *
     * @throws TlsException if there is no such file, it cannot be read, is too large, or there is no PEM in it
     */
    String read() {
        if (value.contains(BEGIN)) {
            return value.replace("\\n", "\n");
        }
        String decoded = fromBase64(value);
        return decoded.contains(BEGIN) ? decoded : fromFile();
    }

    private static String fromBase64(String text) {
        try {
            return new String(Base64.getDecoder().decode(text.strip()), ISO_8859_1);
        } catch (IllegalArgumentException e) {
            return ""; // then it is a path
        }
    }

    private String fromFile() {
        String text;
        try (InputStream file = Files.newInputStream(Path.of(value.strip()))) {
            byte[] bytes = file.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new TlsException(setting + ": expected at most " + MAX_BYTES + " bytes in " + value);
            }
            text = new String(bytes, ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new TlsException(setting + ": there is no file " + shown(), e);
        } catch (InvalidPathException e) {
            throw new TlsException(setting + ": expected the path of a PEM file, PEM, or PEM in base64", e);
        } catch (IOException e) {
            throw new TlsException(setting + ": " + shown() + " cannot be read: " + e.getMessage(), e);
        }
        if (!text.contains(BEGIN)) {
            throw new TlsException(setting + ": there is no PEM (" + BEGIN.strip() + " …) in " + shown());
        }
        return text;
    }

    /** A path; what is far longer than one may be a key in an encoding that we do not know, and is not repeated. */
    private String shown() {
        return value.length() > 255 ? "of a name of " + value.length() + " characters" : value;
    }
}
