package se.partnersec.gallra.console.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.client.web.HttpSessionOAuth2AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

/**
 * Keeps what a browser was sent to the provider with in its session, which ends after ten minutes if nobody comes back. Strangers make these
 * sessions, so there are a thousand at most.
 */
final class PendingSignOn implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int MOST = 1000;
    private static final String BEGUN = PendingSignOn.class.getName();

    private final AtomicInteger begun = new AtomicInteger();

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
        session.setAttribute(BEGUN, new Begun(begun));
        if (SignedIn.person(session) == null) {
            session.setMaxInactiveInterval((int) LONGEST.toSeconds());
        }
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest removeAuthorizationRequest(
            HttpServletRequest request, HttpServletResponse response) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.removeAttribute(BEGUN);
        }
        return sessions.removeAuthorizationRequest(request, response);
    }

    /** True if nobody may begin until somebody else has ended. */
    boolean full() {
        return begun.get() >= MOST;
    }

    /** Counts a session that has it, until it is removed or the session ends. */
    private record Begun(AtomicInteger all) implements HttpSessionBindingListener {
        @Override
        public void valueBound(HttpSessionBindingEvent event) {
            all.incrementAndGet();
        }

        @Override
        public void valueUnbound(HttpSessionBindingEvent event) {
            all.decrementAndGet();
        }
    }
}
