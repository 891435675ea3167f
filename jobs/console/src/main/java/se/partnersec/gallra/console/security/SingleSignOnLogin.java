package se.partnersec.gallra.console.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.client.OAuth2LoginConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.SupplierClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.web.client.RestClient;
import se.partnersec.gallra.console.person.PersonSignIn;
import se.partnersec.gallra.console.settings.ConsoleSettings;
import se.partnersec.gallra.console.settings.SingleSignOn;

/**
 * Signing in at an OpenID provider: authorization code flow with PKCE. From the provider the console learns who somebody is, and nothing
 * else; it keeps no token of it. Which algorithm, audience, issuer, nonce and times an ID token needs, Spring Security checks.
 */
final class SingleSignOnLogin {
    /** The end of both addresses of the console: the one that begins, and the one that the provider sends the browser back to. */
    private static final String NAME = "sso";

    static final String BEGIN = "/oauth2/authorization/" + NAME;
    static final String END = "/login/oauth2/code/" + NAME;

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private SingleSignOnLogin() {}

    /** @param sso of the settings */
    static void configure(
            OAuth2LoginConfigurer<HttpSecurity> login,
            ConsoleSettings settings,
            SingleSignOn sso,
            PersonSignIn people,
            PendingSignOn pending,
            SignedIn success,
            SignInFailure failure) {
        login.loginPage("/sign-in")
                .clientRegistrationRepository(registrations(settings, sso))
                .authorizedClientRepository(new Forgotten())
                .authorizationEndpoint(begin -> begin.authorizationRequestRepository(pending))
                .tokenEndpoint(tokens -> tokens.accessTokenResponseClient(client()))
                .userInfoEndpoint(users -> users.oidcUserService(new RegisteredUsers(people, sso)))
                .successHandler(success)
                .failureHandler(failure)
                .withObjectPostProcessor(new ObjectPostProcessor<OAuth2AuthorizationRequestRedirectFilter>() {
                    @Override
                    public <F extends OAuth2AuthorizationRequestRedirectFilter> F postProcess(F filter) {
                        // While the provider is away, in words.
                        filter.setAuthenticationFailureHandler(failure);
                        return filter;
                    }
                });
    }

    /** Asks the provider for its addresses when somebody first signs in: the console starts without it. */
    private static SupplierClientRegistrationRepository registrations(ConsoleSettings settings, SingleSignOn sso) {
        String site = settings.site() == null
                ? "{baseUrl}"
                : settings.site().toString().replaceFirst("/$", "");
        return new SupplierClientRegistrationRepository(
                () -> new InMemoryClientRegistrationRepository(ClientRegistrations.fromOidcIssuerLocation(sso.issuer())
                        .registrationId(NAME)
                        .clientId(sso.client())
                        .clientSecret(sso.secret())
                        .scope(OidcScopes.OPENID)
                        .redirectUri(site + END)
                        .clientSettings(ClientRegistration.ClientSettings.builder()
                                .requireProofKey(true)
                                .build())
                        .build()));
    }

    /** As Spring Security makes it, and with an end to waiting. */
    private static RestClientAuthorizationCodeTokenResponseClient client() {
        SimpleClientHttpRequestFactory requests = new SimpleClientHttpRequestFactory();
        requests.setConnectTimeout(CONNECT);
        requests.setReadTimeout(ANSWER);
        RestClientAuthorizationCodeTokenResponseClient client = new RestClientAuthorizationCodeTokenResponseClient();
        client.setRestClient(RestClient.builder()
                .requestFactory(requests)
                .configureMessageConverters(converters -> converters
                        .addCustomConverter(new FormHttpMessageConverter())
                        .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
                .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
                .build());
        return client;
    }

    /** Keeps no token of the provider: the console asks it for nothing more. */
    private static final class Forgotten implements OAuth2AuthorizedClientRepository {
        @Override
        public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
                String registration, Authentication person, HttpServletRequest request) {
            return null;
        }

        @Override
        public void saveAuthorizedClient(
                OAuth2AuthorizedClient client,
                Authentication person,
                HttpServletRequest request,
                HttpServletResponse response) {}

        @Override
        public void removeAuthorizedClient(
                String registration, Authentication person, HttpServletRequest request, HttpServletResponse response) {}
    }
}
