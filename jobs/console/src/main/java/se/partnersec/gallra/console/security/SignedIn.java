package se.partnersec.gallra.console.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.io.IOException;
import java.net.URI;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import se.partnersec.gallra.console.person.Person;

/** Ties a person to the session, so that the connections end with it, however it ends, and opens the page that was asked for. */
final class SignedIn implements AuthenticationSuccessHandler {
    private final RequestCache asked;

    SignedIn(RequestCache asked) {
        this.asked = asked;
    }

    private record Bound(Person person) implements HttpSessionBindingListener {
        @Override
        public void valueUnbound(HttpSessionBindingEvent event) {
            person.close();
        }
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication signedIn) throws IOException {
        if (signedIn instanceof PersonAuthentication person) {
            request.getSession().setAttribute(Bound.class.getName(), new Bound(person.getPrincipal()));
        }
        SavedRequest saved = asked.getRequest(request, response);
        asked.removeRequest(request, response);
        response.sendRedirect(saved == null ? "/" : path(saved.getRedirectUrl()));
    }

    /** Without scheme and host: behind a proxy they are not those of the browser. */
    private static String path(String address) {
        URI uri = URI.create(address);
        String path = uri.getRawPath() == null || !uri.getRawPath().startsWith("/") ? "/" : uri.getRawPath();
        return path.startsWith("//") ? "/" : path + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    }
}
