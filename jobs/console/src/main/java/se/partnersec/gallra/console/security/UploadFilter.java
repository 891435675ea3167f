package se.partnersec.gallra.console.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses files of strangers, and files that are too large, before anything of them is read: looking for the token of a form would write
 * them to the disk.
 */
final class UploadFilter extends OncePerRequestFilter {
    /** As spring.servlet.multipart.max-request-size. */
    private static final long LARGEST = 50L << 20;

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String type = request.getContentType();
        boolean upload = type != null && type.startsWith("multipart/");
        HttpSession session = request.getSession(false);
        if (upload && (session == null || SignedIn.person(session) == null)) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        } else if (upload && request.getContentLengthLong() > LARGEST) {
            // A page of errors would be made from the same request, and fail at its size again.
            String form = request.getRequestURI();
            boolean act = form.matches("/[a-z]+/acts/[a-z-]+");
            response.sendRedirect((act ? form : "/evidence") + "?large=true");
        } else {
            chain.doFilter(request, response);
        }
    }
}
