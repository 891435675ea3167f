package se.partnersec.gallra.console.security;

import org.springframework.security.core.AuthenticationException;

/** Why somebody was not signed in, as a code that the sign-in page has a sentence for. */
final class SignInRefused extends AuthenticationException {
    private static final long serialVersionUID = 1;

    private final String code;

    /** @param code the last part of the key {@code sign-in.why.CODE} */
    SignInRefused(String code, Throwable cause) {
        super(code, cause);
        this.code = code;
    }

    SignInRefused(String code) {
        super(code);
        this.code = code;
    }

    String code() {
        return code;
    }
}
