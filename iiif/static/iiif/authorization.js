// IIIF Authorization Flow 2.0 from the viewer's side (sections 3 to 5): probe, the silent way first, then the window.
const TOKEN_SECONDS = 15;

async function ask(probe, token) {
  const answer = await fetch(probe.id, token ? { headers: { Authorization: `Bearer ${token}` } } : {});
  return answer.ok ? answer.json() : { status: answer.status };
}

// The token comes as a message from a hidden frame, because only a frame sends the archive's cookie along.
function tokenFrom(service) {
  return new Promise((settle) => {
    const messageId = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
    const from = new URL(service.id, location).origin;
    const frame = document.createElement("iframe");
    const end = (result) => {
      removeEventListener("message", hear);
      clearTimeout(patience);
      frame.remove();
      settle(result);
    };
    const hear = (event) => {
      if (event.origin === from && event.data?.messageId === messageId) end(event.data);
    };
    const patience = setTimeout(() => end({ profile: "unavailable" }), TOKEN_SECONDS * 1000);
    addEventListener("message", hear);
    frame.hidden = true;
    frame.src = `${service.id}?${new URLSearchParams({ messageId, origin: location.origin })}`;
    document.body.append(frame);
  });
}

function closed(opened) {
  return new Promise((settle) => {
    const watch = setInterval(() => {
      if (opened.closed) {
        clearInterval(watch);
        settle();
      }
    }, 300);
  });
}

const within = (service, type) => (service.service ?? []).find((each) => each.type === type);

// Ask whether an image may be seen. `invite(service, open)` shows the reader what the archive says and calls `open`
// from the click; it is called only when nothing else has helped. Resolves to the last answer of the probe.
export async function authorize(info, invite) {
  const probe = (info.service ?? []).find((service) => service.type === "AuthProbeService2");
  if (!probe) return { status: 200 };
  let answer = await ask(probe);
  if (answer.status === 200) return answer;
  const order = ["external", "kiosk", "active"];
  const ways = [...(probe.service ?? [])].sort((a, b) => order.indexOf(a.profile) - order.indexOf(b.profile));
  for (const way of ways) {
    if (way.profile !== "external" && !(await visited(way, invite, answer, probe))) return answer;
    const service = within(way, "AuthAccessTokenService2");
    if (!service) continue;
    const token = await tokenFrom(service);
    if (!token.accessToken) {
      answer = { ...answer, heading: token.heading ?? answer.heading, note: token.note ?? answer.note };
      continue;
    }
    answer = await ask(probe, token.accessToken);
    if (answer.status === 200) return answer;
  }
  return answer;
}

function visited(way, invite, answer, probe) {
  return new Promise((settle) => {
    const open = () => {
      const opened = window.open(`${way.id}?${new URLSearchParams({ origin: location.origin })}`);
      if (opened) closed(opened).then(() => settle(true));
      return Boolean(opened);
    };
    invite({ way, answer, probe, open, leave: () => settle(false) });
  });
}
