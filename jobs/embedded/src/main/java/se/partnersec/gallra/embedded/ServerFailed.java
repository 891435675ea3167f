package se.partnersec.gallra.embedded;

import org.jspecify.annotations.Nullable;

/** An embedded server could not be started or stopped; the message says why and what to do. */
public final class ServerFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ServerFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
