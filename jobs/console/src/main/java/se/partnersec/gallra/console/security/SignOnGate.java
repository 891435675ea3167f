package se.partnersec.gallra.console.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets a few requests at a time ask the OpenID provider, and keeps a limited number of sign-ons that have begun: whoever sends more, or a
 * provider that does not answer, takes neither the threads nor the memory of the console.
 */
final class SignOnGate extends OncePerRequestFilter {
    private static final Logger LOG = LoggerFactory.getLogger(SignOnGate.class);
    private static final String BEGIN = "/oauth2/";
    private static final String END = "/login/oauth2/";
    private static final int AT_A_TIME = 8;

    private final Semaphore places = new Semaphore(AT_A_TIME);
    private final PendingSignOn pending;

    SignOnGate(PendingSignOn pending) {
        this.pending = pending;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith(BEGIN)
                && !request.getRequestURI().startsWith(END);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI();
        if (!path.equals(SingleSignOnLogin.BEGIN) && !path.equals(SingleSignOnLogin.END)) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else if (path.startsWith(BEGIN) && pending.full() || !places.tryAcquire()) {
            response.sendRedirect("/sign-in?why=busy");
        } else {
            try {
                chain.doFilter(request, response);
            } catch (IllegalArgumentException e) {
                // Such as an empty token: Spring Security takes it for a mistake of its caller.
                LOG.warn("the OpenID provider answered what nobody can read", e);
                response.sendRedirect("/sign-in?why=provider");
            } finally {
                places.release();
            }
        }
    }
}
