// Files dropped onto a form, and how far their way is. Without this script the same forms work by themselves.
"use strict";

(() => {
  const thai = document.documentElement.lang === "th";
  const words = {
    sending: (done) => (thai ? `กำลังส่งแฟ้ม ${done}%` : `Sending, ${done}%`),
    reading: thai ? "ส่งแฟ้มแล้ว กำลังตรวจและอ่าน" : "Sent; it is being looked into and read",
    lost: thai ? "ส่งไม่สำเร็จ ตรวจการเชื่อมต่อแล้วลองใหม่" : "It could not be sent: look at the connection and try again",
  };

  function shown(form) {
    const box = document.createElement("div");
    const bar = document.createElement("progress");
    const says = document.createElement("p");
    bar.max = 100;
    bar.setAttribute("aria-label", thai ? "การส่งแฟ้ม" : "Sending of the file");
    says.setAttribute("role", "status");
    box.append(bar, says);
    form.append(box);
    return { box, bar, says };
  }

  function answered(request) {
    const answer = new DOMParser().parseFromString(request.responseText, "text/html");
    const main = answer.querySelector("main");
    if (request.status < 400 || !main) {
      window.location.assign(request.responseURL);
      return;
    }
    document.title = answer.title;
    document.querySelector("main").replaceWith(main);
    if (window.htmx) window.htmx.process(main);
    ready(main);
    const summary = document.getElementById("error-summary");
    if (summary) summary.focus();
  }

  function send(form, pressed) {
    const data = new FormData(form, pressed);
    const request = new XMLHttpRequest();
    const { box, bar, says } = shown(form);
    let told = -1;
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      const done = Math.floor((event.loaded / event.total) * 100);
      bar.value = done;
      if (done >= told + 10) says.textContent = words.sending((told = done));
    });
    request.upload.addEventListener("load", () => {
      bar.removeAttribute("value");
      says.textContent = words.reading;
    });
    request.addEventListener("load", () => answered(request));
    request.addEventListener("error", () => {
      box.remove();
      const lost = document.createElement("p");
      lost.className = "wrong";
      lost.setAttribute("role", "alert");
      lost.textContent = words.lost;
      form.append(lost);
    });
    request.open("POST", form.action);
    request.send(data);
  }

  function hasFiles(form) {
    return Array.from(form.querySelectorAll("input[type=file]")).some((input) => input.files.length);
  }

  function ready(root) {
    for (const form of root.querySelectorAll("form[data-progress]")) {
      form.addEventListener("submit", (event) => {
        if (!hasFiles(form)) return;
        event.preventDefault();
        send(form, event.submitter);
      });
    }
    for (const form of root.querySelectorAll("form.drop")) {
      const input = form.querySelector("input[type=file]");
      for (const name of ["dragover", "dragenter"]) {
        form.addEventListener(name, (event) => {
          event.preventDefault();
          form.classList.add("over");
        });
      }
      form.addEventListener("dragleave", () => form.classList.remove("over"));
      form.addEventListener("drop", (event) => {
        event.preventDefault();
        form.classList.remove("over");
        if (!event.dataTransfer.files.length) return;
        input.files = event.dataTransfer.files;
        form.requestSubmit();
      });
    }
  }

  ready(document);
})();
