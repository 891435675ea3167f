package se.partnersec.gallra.console.security;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.DelegatingSecurityContextRepository;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.CookieRequestCache;
import org.springframework.security.web.session.HttpSessionEventPublisher;
import se.partnersec.gallra.console.part.ConsolePage;
import se.partnersec.gallra.console.person.PersonSignIn;
import se.partnersec.gallra.console.settings.ConsoleSettings;
import se.partnersec.gallra.console.settings.SingleSignOn;

/** Who may open what; everything that is not named here is refused. */
@Configuration(proxyBeanMethods = false)
public class SecurityConfiguration {
    private static final int SESSIONS_PER_LOGIN = 2;

    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                    + " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /** Health and metrics, on an address of their own: they need no sign-in, and no page is there. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityFilterChain monitoring(HttpSecurity http) throws Exception {
        return http.securityMatcher(EndpointRequest.toAnyEndpoint())
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .build();
    }

    @Bean
    SecurityFilterChain pages(HttpSecurity http, ConsoleSettings settings, PersonSignIn people, Clock clock)
            throws Exception {
        CookieRequestCache asked = new CookieRequestCache();
        // What a page asks for by itself is no page to go to after signing in.
        asked.setRequestMatcher(request -> request.getMethod().equals("GET") && !SessionAge.byItself(request));
        SecurityContextRepository contexts = new DelegatingSecurityContextRepository(
                new RequestAttributeSecurityContextRepository(), new HttpSessionSecurityContextRepository());
        SignedIn success = new SignedIn(asked, contexts);
        SignInFailure failure = new SignInFailure();
        SingleSignOn sso = settings.sso();
        if (sso != null) {
            PendingSignOn pending = new PendingSignOn();
            http.addFilterAfter(new SignOnGate(pending), SecurityContextHolderFilter.class)
                    .oauth2Login(login ->
                            SingleSignOnLogin.configure(login, settings, sso, people, pending, success, failure));
        }
        http.authenticationProvider(new DatabaseLoginProvider(people, new SignInLimit(clock)))
                .addFilterBefore(new HostFilter(settings.hosts()), SecurityContextHolderFilter.class)
                .addFilterBefore(new UploadFilter(), SecurityContextHolderFilter.class)
                .addFilterAfter(new SessionAge(clock), SecurityContextHolderFilter.class)
                .authorizeHttpRequests(requests -> {
                    requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD)
                            .permitAll()
                            .requestMatchers("/sign-in", "/assets/**", "/language")
                            .permitAll();
                    Arrays.stream(ConsolePage.values())
                            .forEach(page -> requests.requestMatchers(patterns(page))
                                    .hasAnyAuthority(page.authorities().toArray(String[]::new)));
                    requests.requestMatchers("/live", "/later/*")
                            .authenticated()
                            .anyRequest()
                            .denyAll();
                })
                .formLogin(form ->
                        form.loginPage("/sign-in").successHandler(success).failureHandler(failure))
                .securityContext(security -> security.securityContextRepository(contexts))
                .logout(end -> end.logoutUrl("/sign-out").logoutSuccessUrl("/sign-in"))
                .requestCache(cache -> cache.requestCache(asked))
                .csrf(forms -> forms.csrfTokenRepository(tokens(settings)))
                .exceptionHandling(refusals -> refusals.accessDeniedHandler(SecurityConfiguration::denied))
                .sessionManagement(
                        session -> session.maximumSessions(SESSIONS_PER_LOGIN).expiredUrl("/sign-in?why=elsewhere"))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                        .permissionsPolicyHeader(policy -> policy.policy("camera=(), microphone=(), geolocation=()")));
        return http.build();
    }

    /** In a cookie, so that a form of a stranger needs no session. */
    private static CookieCsrfTokenRepository tokens(ConsoleSettings settings) {
        CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
        tokens.setCookieName(settings.secure() ? "__Host-gallra-form" : "gallra-form");
        tokens.setCookiePath("/");
        tokens.setCookieCustomizer(
                cookie -> cookie.secure(settings.secure()).httpOnly(true).sameSite("Strict"));
        return tokens;
    }

    /** A form that was open for too long is no page that a role may not open. */
    private static void denied(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException {
        if (denied instanceof CsrfException) {
            response.sendRedirect("/sign-in?why=form");
        } else {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        }
    }

    private static String[] patterns(ConsolePage page) {
        return page == ConsolePage.OVERVIEW
                ? new String[] {page.path()}
                : new String[] {page.path(), page.path() + "/**"};
    }

    /** Tells of sessions that end, so that those of a login are counted right. */
    @Bean
    HttpSessionEventPublisher sessionEvents() {
        return new HttpSessionEventPublisher();
    }
}
