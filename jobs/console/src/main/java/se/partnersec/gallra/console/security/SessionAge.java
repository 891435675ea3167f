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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.web.filter.OncePerRequestFilter;
import se.partnersec.gallra.console.person.Person;

/**
 * Ends a session eight hours after it began, and half an hour after its person last opened a page: what a page asks for by itself does not
 * count. With single sign-on it ends when a page is opened a minute or more after the person was taken off the register of people.
 */
final class SessionAge extends OncePerRequestFilter {
    private static final Duration LONGEST = Duration.ofHours(8);
    private static final Duration IDLE = Duration.ofMinutes(30);
    private static final Duration ASKED_AGAIN = Duration.ofMinutes(1);
    private static final String OPENED = SessionAge.class.getName();
    private static final String ASKED = OPENED + ".register";

    private static final Logger LOG = LoggerFactory.getLogger(SessionAge.class);

    private final Clock clock;

    SessionAge(Clock clock) {
        this.clock = clock;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        HttpSession session = request.getSession(false);
        if (session != null) {
            try {
                age(session, request);
            } catch (IllegalStateException e) {
                // Another request ended it meanwhile.
                LOG.debug("the session has ended", e);
            }
        }
        chain.doFilter(request, response);
    }

    private void age(HttpSession session, HttpServletRequest request) {
        Instant now = clock.instant();
        Instant began = Instant.ofEpochMilli(session.getCreationTime());
        Instant opened = session.getAttribute(OPENED) instanceof Instant at ? at : began;
        if (began.plus(LONGEST).isBefore(now)
                || opened.plus(IDLE).isBefore(now)
                || !request.getRequestURI().startsWith("/assets/") && gone(session, now)) {
            session.invalidate();
        } else if (!byItself(request)) {
            session.setAttribute(OPENED, now);
        }
    }

    private static boolean gone(HttpSession session, Instant now) {
        Person person = SignedIn.person(session);
        if (person == null
                || session.getAttribute(ASKED) instanceof Instant at
                        && at.plus(ASKED_AGAIN).isAfter(now)) {
            return false;
        }
        try {
            // Before the answer, so that other requests of the session do not wait for it too.
            session.setAttribute(ASKED, now);
            return !person.registered();
        } catch (DataAccessException e) {
            LOG.warn("the register of people cannot be read; it is asked again in a minute");
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
