package se.partnersec.gallra.console.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/** Answers only requests for the names of the console: a page of somebody else whose name leads here reads nothing. */
final class HostFilter extends OncePerRequestFilter {
    private final Set<String> hosts;

    HostFilter(Set<String> hosts) {
        this.hosts = hosts;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String host = request.getHeader("Host");
        if (known(
                host == null ? null : host.toLowerCase(Locale.ROOT), request.getServerPort(), request.getLocalPort())) {
            chain.doFilter(request, response);
        } else {
            response.sendError(HttpServletResponse.SC_MISDIRECTED_REQUEST);
        }
    }

    /** With port 0 the one that was free is known only now. */
    private boolean known(@Nullable String host, int asked, int port) {
        return host != null
                && (hosts.contains(host) || asked == port && hosts.contains(host.replaceFirst(":[0-9]+$", ":0")));
    }
}
