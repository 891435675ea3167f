package se.partnersec.gallra.console.page;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import se.partnersec.gallra.console.person.Person;

/** Parts of pages that take long, once they are there. A page without JavaScript reloads itself instead. */
@Controller
final class LaterController {
    /** Shorter than proxies wait for an answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    /** Parts by the ends of the keys of their titles. */
    private static final Map<String, List<String>> PARTS = Map.of(
            "status", List.of("status"),
            "upcoming", List.of("holds upcoming", "--per=month"),
            "reconcile", List.of("holds reconcile", "--limit=20"),
            "ledger", List.of("ledger verify"));

    @GetMapping("/later/{part}")
    String later(
            @AuthenticationPrincipal Person person,
            @PathVariable String part,
            @RequestParam(defaultValue = "0") int number,
            Model model) {
        List<String> command = PARTS.get(part);
        if (command == null) {
            throw new UnknownPageException();
        }
        if (!ConsolePage.may(person.role(), command.get(0))) {
            throw new AccessDeniedException("not for this role");
        }
        model.addAttribute(
                "section",
                Sections.slow(
                        person,
                        number,
                        "section." + part,
                        PATIENCE,
                        command.get(0),
                        command.subList(1, command.size()).toArray(String[]::new)));
        return "parts :: part(section=${section})";
    }
}
