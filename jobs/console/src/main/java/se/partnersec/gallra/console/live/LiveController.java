package se.partnersec.gallra.console.live;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import se.partnersec.gallra.console.person.Person;

/** Server-sent events for pages that show runs at work; a page without JavaScript reloads itself instead. */
@Controller
final class LiveController {
    private final LiveEvents events;

    LiveController(LiveEvents events) {
        this.events = events;
    }

    @GetMapping(path = "/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter live(
            @AuthenticationPrincipal Person person,
            @RequestHeader(name = "Last-Event-ID", defaultValue = "") String last,
            HttpServletResponse response) {
        Locale language = LocaleContextHolder.getLocale();
        // A proxy must not keep events back until there are many.
        response.setHeader("X-Accel-Buffering", "no");
        return events.open(person.login(), language, last.matches("[0-9]{1,18}") ? Long.parseLong(last) : 0);
    }
}
