package se.partnersec.gallra.console.page;

import java.time.Duration;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import se.partnersec.gallra.console.part.ConsolePage;
import se.partnersec.gallra.console.part.SlowPart;
import se.partnersec.gallra.console.part.UnknownPageException;
import se.partnersec.gallra.console.person.Person;

/** Parts of pages that take long, once they are there. A page without JavaScript reloads itself instead. */
@Controller
final class LaterController {
    /** Shorter than proxies wait for an answer. */
    static final Duration PATIENCE = Duration.ofSeconds(25);

    static final String PART = "parts :: part(section=${section})";

    @GetMapping("/later/{part}")
    String later(@AuthenticationPrincipal Person person, @PathVariable String part, Model model) {
        SlowPart slow = SlowPart.find(part).orElseThrow(UnknownPageException::new);
        if (!ConsolePage.may(person.role(), slow.command())) {
            throw new AccessDeniedException("not for this role");
        }
        model.addAttribute("section", slow.of(person, PATIENCE));
        return PART;
    }
}
