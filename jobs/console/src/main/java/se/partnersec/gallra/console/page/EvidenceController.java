package se.partnersec.gallra.console.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import se.partnersec.gallra.console.part.ConsolePage;
import se.partnersec.gallra.console.part.Section;
import se.partnersec.gallra.console.part.Sections;
import se.partnersec.gallra.console.part.SlowPart;
import se.partnersec.gallra.console.person.Person;
import se.partnersec.gallra.support.text.VisibleText;

/** Page of evidence: verification of the ledger, and of a certificate that somebody uploads. */
@Controller
final class EvidenceController {
    private static final int LONGEST_NAME = 100;

    @GetMapping("/evidence")
    String evidence(@AuthenticationPrincipal Person person, Model model) {
        return page(
                person,
                model,
                List.of(),
                new Sections(person).addSlow(SlowPart.LEDGER).all());
    }

    /** The file is kept for as long as it is read, and by this process alone. */
    @PostMapping("/evidence/certificate")
    String certificate(@AuthenticationPrincipal Person person, @RequestParam MultipartFile file, Model model)
            throws IOException {
        if (file.isEmpty()) {
            model.addAttribute("problem", "evidence.empty");
            return page(person, model, List.of(), List.of());
        }
        Path copy = Files.createTempFile(
                "certificate-",
                ".json",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            file.transferTo(copy);
            Sections verdict =
                    new Sections(person).addFile("section.certificate", "certificate verify", copy, name(file));
            return page(person, model, verdict.all(), List.of());
        } finally {
            Files.delete(copy);
        }
    }

    /** As the browser says it, without folders and signs that nobody sees. */
    private static String name(MultipartFile file) {
        String name = VisibleText.of(String.valueOf(file.getOriginalFilename())).replaceFirst(".*[/\\\\]", "");
        return name.substring(0, Math.min(name.length(), LONGEST_NAME));
    }

    private static String page(Person person, Model model, List<Section> verdict, List<Section> ledger) {
        model.addAttribute("reports", ConsolePage.may(person.role(), "report"));
        model.addAttribute("page", ConsolePage.EVIDENCE);
        model.addAttribute("verdict", verdict);
        model.addAttribute("sections", ledger);
        ReadController.again(model, ledger);
        return "evidence";
    }
}
