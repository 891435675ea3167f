package se.partnersec.gallra.console.security;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.io.IOException;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import se.partnersec.gallra.console.person.Person;

/** Ties a person to the session, so that the connections end with it, however it ends, and opens the page that was asked for. */
final class SignedIn extends SavedRequestAwareAuthenticationSuccessHandler {

    private record Bound(Person person) implements HttpSessionBindingListener {
        @Override
        public void valueUnbound(HttpSessionBindingEvent event) {
            person.close();
        }
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication signedIn)
            throws IOException, ServletException {
        if (signedIn instanceof PersonAuthentication person) {
            request.getSession().setAttribute(Bound.class.getName(), new Bound(person.getPrincipal()));
        }
        super.onAuthenticationSuccess(request, response, signedIn);
    }
}
