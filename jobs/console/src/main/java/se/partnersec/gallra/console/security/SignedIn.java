package se.partnersec.gallra.console.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import se.partnersec.gallra.console.person.Person;

/** Ties a person to the session, so that the connections end with it, however it ends, and opens the page that was asked for. */
final class SignedIn implements AuthenticationSuccessHandler {
    /** Of a minute. */
    private static final int SECONDS = 60;

    private final RequestCache asked;
    private final SecurityContextRepository contexts;

    /** @param contexts in which the next request finds who is signed in */
    SignedIn(RequestCache asked, SecurityContextRepository contexts) {
        this.asked = asked;
        this.contexts = contexts;
    }

    /** Whoever is signed in; null before somebody is. */
    static @Nullable Person person(HttpSession session) {
        return session.getAttribute(Bound.class.getName()) instanceof Bound bound ? bound.person() : null;
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
        if (signedIn.getPrincipal() instanceof Person person) {
            bind(request, person);
        } else if (signedIn.getPrincipal() instanceof RegisteredUsers.RegisteredUser user) {
            // From here on nothing tells how somebody signed in; pages need a person.
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(new PersonAuthentication(user.person()));
            SecurityContextHolder.setContext(context);
            contexts.saveContext(context, request, response);
            bind(request, user.person());
        }
        SavedRequest saved = asked.getRequest(request, response);
        asked.removeRequest(request, response);
        response.sendRedirect(saved == null ? "/" : path(saved.getRedirectUrl()));
    }

    private static void bind(HttpServletRequest request, Person person) {
        HttpSession session = request.getSession();
        session.setAttribute(Bound.class.getName(), new Bound(person));
        session.setMaxInactiveInterval(request.getServletContext().getSessionTimeout() * SECONDS);
    }

    /** Without scheme and host: behind a proxy they are not those of the browser. */
    private static String path(String address) {
        URI uri = URI.create(address);
        String path = uri.getRawPath() == null || !uri.getRawPath().startsWith("/") ? "/" : uri.getRawPath();
        return path.startsWith("//") ? "/" : path + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    }
}
