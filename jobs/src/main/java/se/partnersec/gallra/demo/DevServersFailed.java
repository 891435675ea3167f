package se.partnersec.gallra.demo;

import org.jspecify.annotations.Nullable;

/** The embedded servers could not be started or ended; the message says why and what to do. */
public final class DevServersFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DevServersFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
