package se.partnersec.gallra.console.page;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import se.partnersec.gallra.cli.output.Formats;
import se.partnersec.gallra.console.person.Person;
import se.partnersec.gallra.console.picture.TableBars;

/** What every page has: who is signed in, the pages that they may open, and when the page was made. */
@ControllerAdvice
final class PageModel {
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
        model.addAttribute("query", request.getQueryString() == null ? "" : request.getQueryString() + "&");
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
}
