package se.partnersec.gallra.console.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.client.web.HttpSessionOAuth2AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

/** Keeps what a browser was sent to the provider with in its session, which ends after ten minutes if nobody comes back. */
final class PendingSignOn implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final AuthorizationRequestRepository<OAuth2AuthorizationRequest> sessions =
            new HttpSessionOAuth2AuthorizationRequestRepository();

    @Override
    public @Nullable OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
        return sessions.loadAuthorizationRequest(request);
    }

    @Override
    public void saveAuthorizationRequest(
            OAuth2AuthorizationRequest asked, HttpServletRequest request, HttpServletResponse response) {
        sessions.saveAuthorizationRequest(asked, request, response);
        HttpSession session = request.getSession();
        if (SignedIn.person(session) == null) {
            session.setMaxInactiveInterval((int) LONGEST.toSeconds());
        }
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest removeAuthorizationRequest(
            HttpServletRequest request, HttpServletResponse response) {
        return sessions.removeAuthorizationRequest(request, response);
    }
}
