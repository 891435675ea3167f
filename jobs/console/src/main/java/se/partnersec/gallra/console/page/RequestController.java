package se.partnersec.gallra.console.page;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import se.partnersec.gallra.cli.output.CommandPage;
import se.partnersec.gallra.console.act.Act;
import se.partnersec.gallra.console.act.ActLink;
import se.partnersec.gallra.console.download.CommandFile;
import se.partnersec.gallra.console.part.ConsolePage;
import se.partnersec.gallra.console.part.Section;
import se.partnersec.gallra.console.part.Sections;
import se.partnersec.gallra.console.part.ShellText;
import se.partnersec.gallra.console.person.Person;

/** Requests of data subjects, and their answers as letters. */
@Controller
final class RequestController {
    private static final String ANSWER = "requests answer";

    private final CommandFile files;

    RequestController(Clock clock) {
        this.files = new CommandFile(clock);
    }

    @GetMapping("/requests")
    String requests(
            @AuthenticationPrincipal Person person, @RequestParam(defaultValue = "false") boolean all, Model model) {
        Sections sections = ReadController.listed(new Sections(person), "section.requests", "requests list", all)
                .add("section.notices", "notices list");
        model.addAttribute("listed", all);
        model.addAttribute("acts", ActLink.of(person, "", Act.REQUEST, Act.ACK_NOTICES));
        return ReadController.page(ConsolePage.REQUESTS, model, sections);
    }

    @GetMapping("/requests/{request:R-[0-9]{1,18}}")
    String request(@AuthenticationPrincipal Person person, @PathVariable String request, Model model) {
        Sections sections = new Sections(person).add("section.request", "requests show", request);
        model.addAttribute("acts", acts(person, request, sections.all()));
        if (answered(sections.all())) {
            sections.add("section.answer", ANSWER, request);
            model.addAttribute("letter", "/requests/" + request + "/letter");
        } else {
            model.addAttribute("remark", "letter.none");
        }
        return ReadController.page(ConsolePage.REQUESTS, model, sections);
    }

    @GetMapping("/requests/{request:R-[0-9]{1,18}}/letter")
    @Nullable
    String letter(
            @AuthenticationPrincipal Person person,
            @PathVariable String request,
            Model model,
            HttpServletResponse response)
            throws IOException {
        if (!ConsolePage.may(person.role(), ANSWER)) {
            throw new AccessDeniedException("letters are not for this role");
        }
        CommandPage refused = files.send(
                person,
                "letter-" + request,
                Map.of(),
                "pdf",
                path -> List.of("requests", "answer", request, "-o", path.toString()),
                response);
        if (refused == null) {
            return null;
        }
        String shell = ShellText.of(List.of("requests", "answer", request, "-o", "letter.pdf"));
        return ReadController.page(
                ConsolePage.REQUESTS,
                model,
                new Sections(person).add(new Section(false, "section.answer", shell, refused)));
    }

    /** An open request is decided by somebody else than who entered it, and extended once; that a letter was sent is noted after it. */
    private static List<ActLink> acts(Person person, String request, List<Section> sections) {
        return sections.stream()
                .map(section -> section.page().fields())
                .filter(fields -> fields.get("request") != null && fields.get("answered") == null)
                .findFirst()
                .map(fields -> {
                    boolean own = String.valueOf(fields.get("enteredBy")).startsWith(person.login() + "@");
                    boolean open = fields.get("accepted") == null;
                    List<Act> acts = new ArrayList<>();
                    if (open && !own) {
                        acts.add(Act.DECIDE);
                    }
                    if (open && fields.get("extension") == null) {
                        acts.add(Act.EXTEND);
                    } else {
                        acts.add(Act.SENT);
                    }
                    return ActLink.of(person, request, acts.toArray(Act[]::new));
                })
                .orElse(List.of());
    }

    /** True for a request that was decided or extended, of which the person is told. */
    private static boolean answered(List<Section> sections) {
        return sections.stream()
                .map(section -> section.page().fields())
                .anyMatch(fields -> fields.get("accepted") != null || fields.get("extension") != null);
    }
}
