import { chromium } from "playwright-core";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join, extname } from "node:path";
const T={".css":"text/css",".html":"text/html",".js":"text/javascript",".wasm":"application/wasm"};
const s=createServer((q,r)=>{const p=new URL(q.url,"http://h").pathname;try{const b=readFileSync(join("/tmp/page-dist",p.endsWith("/")?p+"index.html":p));r.writeHead(200,{"content-type":T[extname(p)]??"text/html"});r.end(b);}catch{r.writeHead(404).end()}});
await new Promise(d=>s.listen(0,"127.0.0.1",d));
const b=await chromium.launch({executablePath:process.env.CHROME,args:["--no-sandbox","--disable-gpu"]});
const page=await (await b.newContext({viewport:{width:1440,height:900}})).newPage();
page.on("pageerror",e=>console.log("pageerror:",e.message));
const pods=n=>Array.from({length:n},(_,i)=>`apiVersion: v1
kind: Pod
metadata: {name: p${i}, namespace: n${i%7}}
spec:
  imagePullSecrets: [{name: s${i}}]
  containers:
  - name: web
    image: reg${i}.example.com:5000/team/app:${i}
  - name: side
    image: quay.io/x/y${i}
---
apiVersion: v1
kind: Secret
metadata: {name: s${i}, namespace: n${i%7}}
type: kubernetes.io/dockerconfigjson
stringData:
  .dockerconfigjson: |
    {"auths": {"reg${i}.example.com": {"username": "robot", "password": "pw${i}"}, "quay.io": {"username": "robot", "password": "pw${i}"}}}
`).join("---\n");
for (const n of [1,20,150,400,2000,10000]) {
  await page.goto(`http://127.0.0.1:${s.address().port}/`);
  await page.locator("textarea").waitFor();
  const text=pods(n);
  const r=await page.evaluate(async (value)=>{
    const longs=[]; new PerformanceObserver(l=>l.getEntries().forEach(e=>longs.push(Math.round(e.duration)))).observe({entryTypes:["longtask"]});
    const frame=()=>new Promise(d=>requestAnimationFrame(()=>setTimeout(d)));
    const area=document.querySelector("textarea"); area.focus();
    const clipboardData=new DataTransfer(); clipboardData.setData("text/plain",value);
    let t=performance.now();
    if(area.dispatchEvent(new ClipboardEvent("paste",{clipboardData,bubbles:true,cancelable:true}))){area.value=value;area.dispatchEvent(new InputEvent("input",{bubbles:true}));}
    await frame(); const paste=performance.now()-t;
    await new Promise(d=>setTimeout(d,1500));
    t=performance.now(); let key=null;
    if(area.value){area.setRangeText("#",0,0);area.dispatchEvent(new InputEvent("input",{bubbles:true}));await frame(); key=performance.now()-t;}
    await new Promise(d=>setTimeout(d,1500));
    return {paste:Math.round(paste),key:key&&Math.round(key),longs,nodes:document.querySelectorAll("*").length};
  },text);
  console.log(n,Math.round(text.length/1000)+"kB",JSON.stringify(r));
}
await b.close();s.close();
