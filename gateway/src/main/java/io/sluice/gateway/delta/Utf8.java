package io.sluice.gateway.delta;

/** What bytes mean in UTF-8. */
final class Utf8 {

    private static final long NO_ASCII = 0x8080808080808080L;

    private Utf8() {}

    /** Whether the bytes are text: whole characters, each in its shortest form, and no halves of surrogate pairs. */
    static boolean isText(byte[] bytes) {
        int index = 0;
        while (index < bytes.length) {
            if (index <= bytes.length - ByteBlock.SIZE && (ByteBlock.longAt(bytes, index) & NO_ASCII) == 0) {
                index += ByteBlock.SIZE;
            } else {
                int length = characterLength(bytes, index);
                if (length == 0) {
                    return false;
                }
                index += length;
            }
        }
        return true;
    }

    /** Bytes of the character that begins at {@code index}; 0 if none does. */
    private static int characterLength(byte[] bytes, int index) {
        int lead = bytes[index] & 0xFF;
        if (lead < 0x80) {
            return 1;
        }
        int length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
        if (length == 0 || index + length > bytes.length || !isSecond(lead, bytes[index + 1] & 0xFF)) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if (!isContinuation(bytes[index + i])) {
                return 0;
            }
        }
        return length;
    }

    /** Some leading bytes allow only some second ones, which keeps out long forms, surrogates, and what is above U+10FFFF. */
    private static boolean isSecond(int lead, int second) {
        int lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        return second >= lowest && second <= highest;
    }

    /** The first place at or behind {@code index} of a text at which no character is cut. */
    static int characterFrom(byte[] text, int index) {
        int place = index;
        while (place < text.length && isContinuation(text[place])) {
            place++;
        }
        return place;
    }

    /** The last place at or before {@code index} of a text at which no character is cut. */
    static int characterBefore(byte[] text, int index) {
        int place = index;
        while (place < text.length && place > 0 && isContinuation(text[place])) {
            place--;
        }
        return place;
    }

    private static boolean isContinuation(byte value) {
        return (value & 0xC0) == 0x80;
    }
}
