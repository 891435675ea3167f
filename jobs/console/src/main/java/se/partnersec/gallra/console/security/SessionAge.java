package se.partnersec.gallra.console.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.dao.DataAccessException;
import org.springframework.web.filter.OncePerRequestFilter;
import se.partnersec.gallra.console.person.Person;

/**
 * Ends a session eight hours after it began, and half an hour after its person last opened a page: what a page asks for by itself does not
 * count. With single sign-on it ends within a minute after the person was taken off the register of people.
 */
final class SessionAge extends OncePerRequestFilter {
    private static final Duration LONGEST = Duration.ofHours(8);
    private static final Duration IDLE = Duration.ofMinutes(30);
    private static final Duration ASKED_AGAIN = Duration.ofMinutes(1);
    private static final String OPENED = SessionAge.class.getName();
    private static final String ASKED = OPENED + ".register";

    private final Clock clock;

    SessionAge(Clock clock) {
        this.clock = clock;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        HttpSession session = request.getSession(false);
        if (session != null) {
            Instant now = clock.instant();
            Instant began = Instant.ofEpochMilli(session.getCreationTime());
            Instant opened = session.getAttribute(OPENED) instanceof Instant at ? at : began;
            if (began.plus(LONGEST).isBefore(now) || opened.plus(IDLE).isBefore(now) || gone(session, now)) {
                session.invalidate();
            } else if (!byItself(request)) {
                session.setAttribute(OPENED, now);
            }
        }
        chain.doFilter(request, response);
    }

    private static boolean gone(HttpSession session, Instant now) {
        Person person = SignedIn.person(session);
        if (person == null
                || session.getAttribute(ASKED) instanceof Instant at
                        && at.plus(ASKED_AGAIN).isAfter(now)) {
            return false;
        }
        try {
            boolean gone = !person.registered();
            session.setAttribute(ASKED, now);
            return gone;
        } catch (DataAccessException e) {
            // Nothing can be read meanwhile, and the next request asks again.
            return false;
        }
    }

    /** Whether a page asked for it, and no person. */
    static boolean byItself(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.equals("/live")
                || path.startsWith("/later/")
                || path.endsWith("/charts")
                || request.getParameter("again") != null;
    }
}
