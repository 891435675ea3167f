package se.partnersec.gallra.herald;

import org.jspecify.annotations.Nullable;

/** Where people can be told something. */
public interface Room {
    /** @return null if it was taken, else why not, without any address */
    @Nullable
    String tell(String text);
}
