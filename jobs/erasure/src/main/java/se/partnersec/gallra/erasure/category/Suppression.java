package se.partnersec.gallra.erasure.category;

import java.util.Locale;

/**
 * Somebody who must not be written to again after the record that named him is gone.
 *
 * @param channel what he said no to, such as {@code newsletter}
 * @param address as the record spelt it; compared without regard to case and blanks around it, and never written anywhere
 */
public record Suppression(String channel, String address) {
    public Suppression {
        channel = channel.strip().toLowerCase(Locale.ROOT);
        address = address.strip().toLowerCase(Locale.ROOT);
    }

    /** Not the address: a log would keep what was to be forgotten. */
    @Override
    public String toString() {
        return "suppression in " + channel;
    }
}
