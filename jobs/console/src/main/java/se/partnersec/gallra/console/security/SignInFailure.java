package se.partnersec.gallra.console.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import se.partnersec.gallra.support.text.VisibleText;

/** Goes back to the sign-in page, which says why. */
final class SignInFailure implements AuthenticationFailureHandler {
    private static final Logger LOG = LoggerFactory.getLogger(SignInFailure.class);

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        String code = "refused";
        if (failure instanceof SignInRefused refused) {
            code = refused.code();
        } else if (failure instanceof OAuth2AuthenticationException provider) {
            code = "provider";
            LOG.warn(
                    "single sign-on failed: {} {}",
                    VisibleText.of(provider.getError().getErrorCode()),
                    VisibleText.of(String.valueOf(provider.getError().getDescription())));
        } else if (request.getRequestURI().startsWith("/oauth2/")) {
            // It answered, and calls itself by another name.
            code = failure.getCause() instanceof IllegalStateException ? "provider" : "provider-away";
            LOG.warn("the OpenID provider gave no addresses: {}", VisibleText.of(String.valueOf(failure.getMessage())));
        }
        response.sendRedirect("/sign-in?why=" + code);
    }
}
