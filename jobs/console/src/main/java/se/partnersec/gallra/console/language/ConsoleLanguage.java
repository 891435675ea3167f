package se.partnersec.gallra.console.language;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.LocaleResolver;

/** Language of a page: what the person chose, else what their browser asks for, else Swedish. */
public final class ConsoleLanguage implements LocaleResolver {
    public static final String COOKIE = "language";

    private static final Locale SWEDISH = new Locale("sv");
    private static final List<Locale> KNOWN = List.of(SWEDISH, Locale.ENGLISH);

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        for (Cookie cookie : cookies == null ? new Cookie[0] : cookies) {
            if (cookie.getName().equals(COOKIE)) {
                return of(cookie.getValue());
            }
        }
        if (request.getHeader("Accept-Language") == null) {
            return SWEDISH;
        }
        return Collections.list(request.getLocales()).stream()
                .map(wanted -> new Locale(wanted.getLanguage()))
                .filter(KNOWN::contains)
                .findFirst()
                .orElse(SWEDISH);
    }

    /** English for {@code en}, otherwise Swedish. */
    public static Locale of(@Nullable String name) {
        return "en".equals(name) ? Locale.ENGLISH : SWEDISH;
    }

    @Override
    public void setLocale(HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
        throw new UnsupportedOperationException("the language is chosen on a page of its own");
    }
}
