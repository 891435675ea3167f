package se.partnersec.gallra.holds.blocklist;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses from {@code low} to {@code high} in network order, both of 4 or both of 16 bytes; one address is a range of
 * itself. However it was spelt, the same address has the same bytes.
 */
record AddressRange(byte[] low, byte[] high) {
    // Digits, letters of hexadecimal numbers, points and colons: never a name that somebody would be asked for.
    private static final Pattern LITERAL =
            Pattern.compile("((?:\\d{1,3}\\.){3}\\d{1,3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)(?:/(\\d{1,3}))?");

    /** An address such as {@code 192.0.2.7} or {@code 2001:db8::1}, or a range such as {@code 192.0.2.0/24}. */
    static Optional<AddressRange> of(String text) {
        Matcher literal = LITERAL.matcher(text.strip());
        if (!literal.matches()) {
            return Optional.empty();
        }
        byte[] address = bytes(literal.group(1));
        int all = address.length * 8;
        String length = literal.group(2);
        int fixed = length == null ? all : Integer.parseInt(length);
        if (address.length == 0 || fixed > all) {
            return Optional.empty();
        }
        byte[] low = address.clone();
        byte[] high = address.clone();
        for (int bit = fixed; bit < all; bit++) {
            low[bit / 8] &= (byte) ~(0x80 >> bit % 8);
            high[bit / 8] |= (byte) (0x80 >> bit % 8);
        }
        return Optional.of(new AddressRange(low, high));
    }

    /** Nothing where a number is too large or the text is no address after all. */
    private static byte[] bytes(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            return new byte[0];
        }
    }

    boolean single() {
        return Arrays.equals(low, high);
    }
}
