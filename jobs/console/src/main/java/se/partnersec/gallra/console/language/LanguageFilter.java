package se.partnersec.gallra.console.language;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;
import se.partnersec.gallra.support.text.Sentences;

/** Lets refusals speak the language of the page, also those that come before the page is begun. */
public final class LanguageFilter extends OncePerRequestFilter {
    private final ConsoleLanguage language;

    public LanguageFilter(ConsoleLanguage language) {
        this.language = language;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Sentences.speakHere(language.resolveLocale(request));
        try {
            chain.doFilter(request, response);
        } finally {
            Sentences.speakHere(null);
        }
    }
}
