package se.partnersec.gallra.console.page;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.util.UriComponentsBuilder;
import se.partnersec.gallra.cli.output.Formats;
import se.partnersec.gallra.console.part.ConsolePage;
import se.partnersec.gallra.console.part.Links;
import se.partnersec.gallra.console.person.Person;
import se.partnersec.gallra.console.picture.TableBars;

/** What every page has: who is signed in, the pages that they may open, and when the page was made. */
@ControllerAdvice
final class PageModel {
    private static final Set<String> PASSING = Set.of("again", "file", "form");

    private final Clock clock;

    PageModel(Clock clock) {
        this.clock = clock;
    }

    @ModelAttribute
    void common(@AuthenticationPrincipal @Nullable Person person, HttpServletRequest request, Model model) {
        Locale language = LocaleContextHolder.getLocale();
        model.addAttribute("language", language.getLanguage());
        model.addAttribute("made", Formats.time(clock.instant()));
        model.addAttribute("links", new Links());
        model.addAttribute("bars", new TableBars());
        String query = kept(request);
        model.addAttribute("query", query);
        model.addAttribute("here", here(request, query));
        model.addAttribute("why", person != null && ConsolePage.may(person.role(), "explain"));
        model.addAttribute(
                "pages",
                person == null
                        ? List.of()
                        : Arrays.stream(ConsolePage.values())
                                .filter(page -> page.open(person.role()))
                                .toList());
        if (person != null) {
            model.addAttribute("login", person.login());
            model.addAttribute("role", person.role().id());
        }
    }

    /** Address of the page that was asked for; empty where that was a form, whose answer no address has. */
    private static String here(HttpServletRequest request, String query) {
        if (!request.getMethod().equals("GET")) {
            return "";
        }
        return request.getRequestURI() + (query.isEmpty() ? "" : "?" + query.substring(0, query.length() - 1));
    }

    /** Parameters of the page as the beginning of a query, without those of one answer alone. */
    private static String kept(HttpServletRequest request) {
        UriComponentsBuilder query = UriComponentsBuilder.newInstance();
        if (request.getMethod().equals("GET")) {
            request.getParameterMap().forEach((name, values) -> {
                if (!PASSING.contains(name)) {
                    query.queryParam(name, (Object[]) values);
                }
            });
        }
        String text = query.encode().build().getQuery();
        return text == null || text.isEmpty() ? "" : text + "&";
    }
}
