package se.partnersec.gallra.console.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/** Keeps why a sign-in failed for the page that is shown next, and for that page alone. */
final class SignInFailure implements AuthenticationFailureHandler {
    static final String REASON = "se.partnersec.gallra.console.security.SignInFailure";

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        request.getSession().setAttribute(REASON, String.valueOf(failure.getMessage()));
        response.sendRedirect("/sign-in");
    }
}
