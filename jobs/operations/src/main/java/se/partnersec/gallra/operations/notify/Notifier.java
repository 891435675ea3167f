package se.partnersec.gallra.operations.notify;

import org.jspecify.annotations.Nullable;

/** Where people can be told something. */
public interface Notifier {
    /** @return null if it was taken, else why not, without any address */
    @Nullable
    String tell(String text);
}
