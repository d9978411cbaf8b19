<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
  <context>
    <name>Access</name>
    <message>
      <source>A card is seen by the one it was handed to. Who handed it over keeps its text.</source>
      <translation>Un caso lo ve quien lo recibió. Quien lo entregó conserva su texto.</translation>
    </message>
    <message>
      <source>A card is settled by the one it was handed to.</source>
      <translation>Un caso lo resuelve quien lo recibió.</translation>
    </message>
    <message>
      <source>A clinic is founded by the owner of the server, not from within the program.</source>
      <translation>Una clínica la crea el propietario del servidor, no desde el programa.</translation>
    </message>
    <message>
      <source>A clinic is founded by the owner of the server.</source>
      <translation>Una clínica la crea el propietario del servidor.</translation>
    </message>
    <message>
      <source>Administrators add kinds of appointment.</source>
      <translation>Los administradores añaden tipos de cita.</translation>
    </message>
    <message>
      <source>Administrators add people. System administrators are made by the owner of the server.</source>
      <translation>Los administradores añaden personas. A los administradores del sistema los nombra el propietario del servidor.</translation>
    </message>
    <message>
      <source>Administrators add rooms.</source>
      <translation>Los administradores añaden salas.</translation>
    </message>
    <message>
      <source>Administrators add those one can book with.</source>
      <translation>Los administradores añaden a los profesionales con cita.</translation>
    </message>
    <message>
      <source>Administrators change kinds of appointment.</source>
      <translation>Los administradores cambian los tipos de cita.</translation>
    </message>
    <message>
      <source>Administrators change the rules. A second proof is demanded of all only by who shows one.</source>
      <translation>Los administradores cambian las reglas. La segunda comprobación solo la exige a todos quien la muestra.</translation>
    </message>
    <message>
      <source>Administrators change those one can book with.</source>
      <translation>Los administradores cambian a los profesionales con cita.</translation>
    </message>
    <message>
      <source>Administrators change working hours.</source>
      <translation>Los administradores cambian los horarios de trabajo.</translation>
    </message>
    <message>
      <source>Administrators correct the clinic's own details.</source>
      <translation>Los administradores corrigen los datos de la clínica.</translation>
    </message>
    <message>
      <source>Administrators give roles, rename and deactivate people, except system administrators; the last administrator stays.</source>
      <translation>Los administradores asignan funciones, cambian nombres y desactivan personas, salvo a los administradores del sistema; el último administrador se queda.</translation>
    </message>
    <message>
      <source>Administrators invite people.</source>
      <translation>Los administradores invitan a personas.</translation>
    </message>
    <message>
      <source>Administrators invite people. System administrators are made by the owner of the server.</source>
      <translation>Los administradores invitan a personas. A los administradores del sistema los nombra el propietario del servidor.</translation>
    </message>
    <message>
      <source>Administrators order that a computer forgets what it holds of one of their people.</source>
      <translation>Los administradores ordenan que un ordenador olvide lo que guarda de una de sus personas.</translation>
    </message>
    <message>
      <source>Administrators rename rooms and take them out of use.</source>
      <translation>Los administradores cambian el nombre de las salas y las retiran.</translation>
    </message>
    <message>
      <source>Administrators see the addresses and the computers of their clinic's people.</source>
      <translation>Los administradores ven las direcciones y los ordenadores de las personas de su clínica.</translation>
    </message>
    <message>
      <source>Administrators see who is invited.</source>
      <translation>Los administradores ven quién está invitado.</translation>
    </message>
    <message>
      <source>Administrators set the rules. A second proof is demanded of all only by who shows one.</source>
      <translation>Los administradores fijan las reglas. La segunda comprobación solo la exige a todos quien la muestra.</translation>
    </message>
    <message>
      <source>Administrators set working hours.</source>
      <translation>Los administradores fijan los horarios de trabajo.</translation>
    </message>
    <message>
      <source>Administrators take a lost second proof off somebody's account.</source>
      <translation>Los administradores quitan de una cuenta la segunda comprobación perdida.</translation>
    </message>
    <message>
      <source>Administrators take such an order back while it has not been heard.</source>
      <translation>Los administradores retiran esa orden mientras no se haya recibido.</translation>
    </message>
    <message>
      <source>Administrators take working hours back.</source>
      <translation>Los administradores retiran horarios de trabajo.</translation>
    </message>
    <message>
      <source>Administrators withdraw invitations.</source>
      <translation>Los administradores anulan invitaciones.</translation>
    </message>
    <message>
      <source>An account's details are made together with the account.</source>
      <translation>Los datos de una cuenta se crean con la cuenta.</translation>
    </message>
    <message>
      <source>An account's details go with the account.</source>
      <translation>Los datos de una cuenta desaparecen con la cuenta.</translation>
    </message>
    <message>
      <source>An invitation is withdrawn, not removed, so that who was let in by whom stays known.</source>
      <translation>Una invitación se anula, no se elimina, para que conste quién dio entrada a quién.</translation>
    </message>
    <message>
      <source>Answer</source>
      <translation>Respuesta</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Cerrar</translation>
    </message>
    <message>
      <source>Every program compares what it holds with the server.</source>
      <translation>Cada programa compara lo que guarda con el servidor.</translation>
    </message>
    <message>
      <source>Every program fetches what its person may hold.</source>
      <translation>Cada programa trae lo que su persona puede tener.</translation>
    </message>
    <message>
      <source>Every program sends what its person wrote; the tables' rules decide about each change.</source>
      <translation>Cada programa envía lo que escribió su persona; las reglas de cada tabla deciden sobre cada cambio.</translation>
    </message>
    <message>
      <source>Every program tells what was done on it. Nobody changes or removes what was told.</source>
      <translation>Cada programa comunica lo que se hizo en él. Nadie cambia ni elimina lo comunicado.</translation>
    </message>
    <message>
      <source>Everybody corrects their own account, and nobody else's.</source>
      <translation>Cada cual corrige su propia cuenta y ninguna otra.</translation>
    </message>
    <message>
      <source>Everybody may check that their own trail is whole.</source>
      <translation>Cada cual puede comprobar que su propio registro está completo.</translation>
    </message>
    <message>
      <source>Everybody may sign themselves out elsewhere.</source>
      <translation>Cada cual puede cerrar sus otras sesiones.</translation>
    </message>
    <message>
      <source>Everybody of a clinic sees its name, its time zone and how to reach it.</source>
      <translation>Todos en una clínica ven su nombre, su zona horaria y cómo contactarla.</translation>
    </message>
    <message>
      <source>Everybody of a clinic sees its rules, for their computer obeys them.</source>
      <translation>Todos en una clínica ven sus reglas, porque su ordenador las cumple.</translation>
    </message>
    <message>
      <source>Everybody of a clinic sees what one can book.</source>
      <translation>Todos en una clínica ven qué citas se pueden dar.</translation>
    </message>
    <message>
      <source>Everybody of a clinic sees whom one can book with.</source>
      <translation>Todos en una clínica ven con quién se puede dar cita.</translation>
    </message>
    <message>
      <source>Everybody sees their own account, and nobody else's; colleagues see the name given in the clinic.</source>
      <translation>Cada cual ve su propia cuenta y ninguna otra; los compañeros ven el nombre que tiene en la clínica.</translation>
    </message>
    <message>
      <source>Everybody sees what they did themselves. Administrators see what was done in their clinic.</source>
      <translation>Cada cual ve lo que hizo. Los administradores ven lo que se hizo en su clínica.</translation>
    </message>
    <message>
      <source>Everybody sees where they are signed in.</source>
      <translation>Cada cual ve dónde tiene la sesión abierta.</translation>
    </message>
    <message>
      <source>I want to</source>
      <translation>Quiero</translation>
    </message>
    <message>
      <source>Needs attention is for those who work in the clinic: it holds what was refused of theirs.</source>
      <translation>Por revisar es para quienes trabajan en la clínica: reúne lo que el servidor no aceptó.</translation>
    </message>
    <message>
      <source>Nobody is removed: who leaves is deactivated, so that the record of what they did stays.</source>
      <translation>No se elimina a nadie: a quien se va se le desactiva, para que conste lo que hizo.</translation>
    </message>
    <message>
      <source>Nobody removes a clinic: its records have to be kept.</source>
      <translation>Nadie elimina una clínica: sus registros deben conservarse.</translation>
    </message>
    <message>
      <source>Nobody removes a kind of appointment: it is taken out of use, for visits of the past were of it.</source>
      <translation>Nadie elimina un tipo de cita: se retira, porque hubo visitas de ese tipo.</translation>
    </message>
    <message>
      <source>Nobody removes a patient: a record is filed away and stays.</source>
      <translation>Nadie elimina a un paciente: su ficha se archiva y se conserva.</translation>
    </message>
    <message>
      <source>Nobody removes a room: it is taken out of use, for visits of the past were in it.</source>
      <translation>Nadie elimina una sala: se retira, porque hubo visitas en ella.</translation>
    </message>
    <message>
      <source>Nobody removes an appointment: it is cancelled, and the record of it stays.</source>
      <translation>Nadie elimina una cita: se cancela y queda constancia de ella.</translation>
    </message>
    <message>
      <source>Nobody removes somebody with visits: they are taken off the schedule instead.</source>
      <translation>Nadie elimina a alguien con visitas: se le quita de la agenda.</translation>
    </message>
    <message>
      <source>People and rules is for administrators.</source>
      <translation>Personas y reglas es para administradores.</translation>
    </message>
    <message>
      <source>Rules are changed, not removed.</source>
      <translation>Las reglas se cambian, no se eliminan.</translation>
    </message>
    <message>
      <source>Sync status is for those who work in the clinic: it tells what of theirs is on its way.</source>
      <translation>Sincronización es para quienes trabajan en la clínica: dice qué hay suyo en camino.</translation>
    </message>
    <message>
      <source>The clinic asks for a second proof first: the code of an authenticator. Sign in again and show it.</source>
      <translation>La clínica pide antes una segunda comprobación: el código de una aplicación de autenticación. Inicie sesión de nuevo y muéstrelo.</translation>
    </message>
    <message>
      <source>The clinic's server and this program go by the same rules.</source>
      <translation>El servidor de la clínica y este programa siguen las mismas reglas.</translation>
    </message>
    <message>
      <source>The desk, those who treat and administrators of the clinic book appointments.</source>
      <translation>Recepción, quienes atienden y los administradores de la clínica dan citas.</translation>
    </message>
    <message>
      <source>The desk, those who treat and administrators of the clinic change absences.</source>
      <translation>Recepción, quienes atienden y los administradores de la clínica cambian ausencias.</translation>
    </message>
    <message>
      <source>The desk, those who treat and administrators of the clinic correct patients' details.</source>
      <translation>Recepción, quienes atienden y los administradores de la clínica corrigen los datos de los pacientes.</translation>
    </message>
    <message>
      <source>The desk, those who treat and administrators of the clinic enter absences.</source>
      <translation>Recepción, quienes atienden y los administradores de la clínica anotan ausencias.</translation>
    </message>
    <message>
      <source>The desk, those who treat and administrators of the clinic move, cancel and mark appointments.</source>
      <translation>Recepción, quienes atienden y los administradores de la clínica mueven, cancelan y marcan citas.</translation>
    </message>
    <message>
      <source>The desk, those who treat and administrators of the clinic register patients.</source>
      <translation>Recepción, quienes atienden y los administradores de la clínica registran pacientes.</translation>
    </message>
    <message>
      <source>The desk, those who treat and administrators of the clinic take absences back.</source>
      <translation>Recepción, quienes atienden y los administradores de la clínica retiran ausencias.</translation>
    </message>
    <message>
      <source>The patients are for those who work in the clinic.</source>
      <translation>Los pacientes son para quienes trabajan en la clínica.</translation>
    </message>
    <message>
      <source>The schedule and the patients' personal details, for everybody who works there.</source>
      <translation>La agenda y los datos personales de los pacientes, para todos los que trabajan allí.</translation>
    </message>
    <message>
      <source>The schedule is for those who work in the clinic.</source>
      <translation>La agenda es para quienes trabajan en la clínica.</translation>
    </message>
    <message>
      <source>This program knows no rule about it. Ask an administrator of your clinic.</source>
      <translation>Este programa no conoce ninguna regla al respecto. Pregunte a un administrador de su clínica.</translation>
    </message>
    <message>
      <source>Those who work in a clinic hand a card to a colleague there; one about a clinical record goes from one who treats to another.</source>
      <translation>Quienes trabajan en una clínica entregan un caso a un compañero de allí; uno sobre un registro clínico pasa entre quienes atienden.</translation>
    </message>
    <message>
      <source>Those who work in a clinic see its patients; a patient with an account sees their own record.</source>
      <translation>Quienes trabajan en una clínica ven sus pacientes; un paciente con cuenta ve su propia ficha.</translation>
    </message>
    <message>
      <source>Those who work in a clinic see its rooms.</source>
      <translation>Quienes trabajan en una clínica ven sus salas.</translation>
    </message>
    <message>
      <source>Those who work in a clinic see its schedule; a patient with an account sees their own visits.</source>
      <translation>Quienes trabajan en una clínica ven su agenda; un paciente con cuenta ve sus propias visitas.</translation>
    </message>
    <message>
      <source>Those who work in a clinic see the working hours.</source>
      <translation>Quienes trabajan en una clínica ven los horarios de trabajo.</translation>
    </message>
    <message>
      <source>Those who work in a clinic see their colleagues; everybody sees their own membership.</source>
      <translation>Quienes trabajan en una clínica ven a sus compañeros; cada cual ve su propia pertenencia.</translation>
    </message>
    <message>
      <source>Those who work in a clinic see who is away.</source>
      <translation>Quienes trabajan en una clínica ven quién está ausente.</translation>
    </message>
    <message>
      <source>What everybody of a clinic needs to find their way: its name, whom one can book with, for what.</source>
      <translation>Lo que todos en una clínica necesitan para orientarse: su nombre, con quién se puede dar cita y para qué.</translation>
    </message>
    <message>
      <source>What is about one person, wherever it is kept: their account, their own record and visits.</source>
      <translation>Lo que trata de una persona, esté donde esté: su cuenta, su propia ficha y sus visitas.</translation>
    </message>
    <message>
      <source>What was found, noted and prescribed. Only those who treat hold it; reception never does.</source>
      <translation>Lo que se halló, anotó y recetó. Solo lo tienen quienes atienden; recepción nunca.</translation>
    </message>
    <message>
      <source>What was handed over stays on record.</source>
      <translation>De lo entregado queda constancia.</translation>
    </message>
    <message>
      <source>Who did what is for administrators. The past of a patient's record stands beside the record.</source>
      <translation>Quién hizo qué es para administradores. La historia de una ficha está junto a la ficha.</translation>
    </message>
    <message>
      <source>Whoever was invited joins by signing in with the address that was invited.</source>
      <translation>Quien fue invitado entra iniciando sesión con la dirección invitada.</translation>
    </message>
    <message>
      <source>Why can I not see …?</source>
      <translation>¿Por qué no puedo ver …?</translation>
    </message>
    <message>
      <source>Why can I not …?</source>
      <translation>¿Por qué no puedo …?</translation>
    </message>
    <message>
      <source>absences</source>
      <translation>ausencias</translation>
    </message>
    <message>
      <source>add</source>
      <translation>añadir</translation>
    </message>
    <message>
      <source>administrator</source>
      <translation>administrador</translation>
    </message>
    <message>
      <source>appointments</source>
      <translation>citas</translation>
    </message>
    <message>
      <source>cards handed over</source>
      <translation>casos entregados</translation>
    </message>
    <message>
      <source>change</source>
      <translation>cambiar</translation>
    </message>
    <message>
      <source>doctor</source>
      <translation>médico</translation>
    </message>
    <message>
      <source>invitations</source>
      <translation>invitaciones</translation>
    </message>
    <message>
      <source>kinds of appointment</source>
      <translation>tipos de cita</translation>
    </message>
    <message>
      <source>nurse</source>
      <translation>enfermero</translation>
    </message>
    <message>
      <source>own details</source>
      <translation>datos propios</translation>
    </message>
    <message>
      <source>patient</source>
      <translation>paciente</translation>
    </message>
    <message>
      <source>patients</source>
      <translation>pacientes</translation>
    </message>
    <message>
      <source>reception</source>
      <translation>recepción</translation>
    </message>
    <message>
      <source>remove</source>
      <translation>eliminar</translation>
    </message>
    <message>
      <source>rooms</source>
      <translation>salas</translation>
    </message>
    <message>
      <source>see</source>
      <translation>ver</translation>
    </message>
    <message>
      <source>system administrator</source>
      <translation>administrador del sistema</translation>
    </message>
    <message>
      <source>the clinic's own details</source>
      <translation>datos de la clínica</translation>
    </message>
    <message>
      <source>the clinic's rules for its computers</source>
      <translation>reglas de la clínica para sus ordenadores</translation>
    </message>
    <message>
      <source>the page Needs attention</source>
      <translation>la página Por revisar</translation>
    </message>
    <message>
      <source>the page Patients</source>
      <translation>la página Pacientes</translation>
    </message>
    <message>
      <source>the page People and rules</source>
      <translation>la página Personas y reglas</translation>
    </message>
    <message>
      <source>the page Schedule</source>
      <translation>la página Agenda</translation>
    </message>
    <message>
      <source>the page Sync status</source>
      <translation>la página Sincronización</translation>
    </message>
    <message>
      <source>the page Who did what</source>
      <translation>la página Quién hizo qué</translation>
    </message>
    <message>
      <source>the people of the clinic</source>
      <translation>personas de la clínica</translation>
    </message>
    <message>
      <source>what</source>
      <translation>qué</translation>
    </message>
    <message>
      <source>whom one can book with</source>
      <translation>profesionales con cita</translation>
    </message>
    <message>
      <source>working hours</source>
      <translation>horarios de trabajo</translation>
    </message>
    <message>
      <source>{rule}</source>
      <translation>{rule}</translation>
    </message>
    <message>
      <source>{rule} This one is about somebody else.</source>
      <translation>{rule} Esto es de otra persona.</translation>
    </message>
    <message>
      <source>{rule} Your role here is {role}, so you find it at the left.</source>
      <translation>{rule} Su función aquí es: {role}. La encuentra a la izquierda.</translation>
    </message>
    <message>
      <source>{rule} Your role here is {role}, so you may. What is missing all the same belongs to another clinic, or has not arrived on this computer yet.</source>
      <translation>{rule} Aquí su función es «{role}», así que puede. Lo que aun así falta es de otra clínica o todavía no ha llegado a este ordenador.</translation>
    </message>
    <message>
      <source>{rule} Your role here is {role}, so you may. What was refused all the same was about a record of another clinic, or your role was changed meanwhile.</source>
      <translation>{rule} Aquí su función es «{role}», así que puede. Lo que aun así se rechazó era de un registro de otra clínica, o su función cambió entretanto.</translation>
    </message>
    <message>
      <source>{rule} Your role here is {role}.</source>
      <translation>{rule} Aquí su función es «{role}».</translation>
    </message>
  </context>
  <context>
    <name>Account</name>
    <message>
      <source>A code has six digits.</source>
      <translation>Un código tiene seis cifras.</translation>
    </message>
    <message>
      <source>Add</source>
      <translation>Añadir</translation>
    </message>
    <message>
      <source>Add an authenticator</source>
      <translation>Añadir una aplicación de autenticación</translation>
    </message>
    <message>
      <source>Add an authenticator…</source>
      <translation>Añadir una aplicación de autenticación…</translation>
    </message>
    <message>
      <source>All your other computers are signed out and ask for the new one.</source>
      <translation>Se cierra la sesión en sus demás ordenadores, que pedirán la nueva.</translation>
    </message>
    <message>
      <source>Authenticator</source>
      <translation>Aplicación de autenticación</translation>
    </message>
    <message>
      <source>Change</source>
      <translation>Cambiar</translation>
    </message>
    <message>
      <source>Change the password</source>
      <translation>Cambiar la contraseña</translation>
    </message>
    <message>
      <source>Change the password…</source>
      <translation>Cambiar la contraseña…</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Cerrar</translation>
    </message>
    <message>
      <source>Code</source>
      <translation>Código</translation>
    </message>
    <message>
      <source>Code from your mailbox</source>
      <translation>Código de su buzón</translation>
    </message>
    <message>
      <source>Copy for a minute</source>
      <translation>Copiar durante un minuto</translation>
    </message>
    <message>
      <source>Each opens your account once when the authenticator is lost. They are shown only now: write them down or print them, and keep them apart from this computer.</source>
      <translation>Cada uno abre su cuenta una vez si pierde la aplicación de autenticación. Solo se muestran ahora: anótelos o imprímalos y guárdelos lejos de este ordenador.</translation>
    </message>
    <message>
      <source>I have them</source>
      <translation>Ya los tengo</translation>
    </message>
    <message>
      <source>New codes make the old ones worthless.</source>
      <translation>Los códigos nuevos anulan los anteriores.</translation>
    </message>
    <message>
      <source>New recovery codes ({left} left)…</source>
      <translation>Códigos de recuperación nuevos (quedan {left})…</translation>
    </message>
    <message>
      <source>New recovery codes…</source>
      <translation>Códigos de recuperación nuevos…</translation>
    </message>
    <message>
      <source>One password for the account and for what is kept on this computer.</source>
      <translation>Una sola contraseña para la cuenta y para lo que se guarda en este ordenador.</translation>
    </message>
    <message>
      <source>Password</source>
      <translation>Contraseña</translation>
    </message>
    <message>
      <source>Picture for the authenticator</source>
      <translation>Imagen para la aplicación de autenticación</translation>
    </message>
    <message>
      <source>Remove…</source>
      <translation>Quitar…</translation>
    </message>
    <message>
      <source>Scan this with the authenticator on your phone, then type the six digits it shows. Your other computers are signed out and ask for them too.</source>
      <translation>Escanéelo con la aplicación de autenticación de su teléfono y escriba las seis cifras que muestra. Se cierra la sesión en sus demás ordenadores, que también las pedirán.</translation>
    </message>
    <message>
      <source>Second proof</source>
      <translation>Segunda comprobación</translation>
    </message>
    <message>
      <source>Secret of the authenticator</source>
      <translation>Secreto de la aplicación de autenticación</translation>
    </message>
    <message>
      <source>Sign out everywhere else</source>
      <translation>Cerrar las demás sesiones</translation>
    </message>
    <message>
      <source>Sign out there</source>
      <translation>Cerrar esa sesión</translation>
    </message>
    <message>
      <source>Sign-in and security</source>
      <translation>Acceso y seguridad</translation>
    </message>
    <message>
      <source>Signing in asks for a code of one of these as well.</source>
      <translation>Al iniciar sesión se pide también un código de una de ellas.</translation>
    </message>
    <message>
      <source>This computer</source>
      <translation>Este ordenador</translation>
    </message>
    <message>
      <source>Unknown program</source>
      <translation>Programa desconocido</translation>
    </message>
    <message>
      <source>Where you are signed in</source>
      <translation>Dónde tiene la sesión abierta</translation>
    </message>
    <message>
      <source>With an authenticator on your phone, a stolen password alone opens nothing.</source>
      <translation>Con una aplicación de autenticación en su teléfono, una contraseña robada no abre nada por sí sola.</translation>
    </message>
    <message>
      <source>Without a camera, type this into the authenticator:</source>
      <translation>Sin cámara, escriba esto en la aplicación de autenticación:</translation>
    </message>
    <message>
      <source>Without it, signing in takes the password alone.</source>
      <translation>Sin ella, para iniciar sesión basta la contraseña.</translation>
    </message>
    <message>
      <source>You are about to change how you sign in.</source>
      <translation>Va a cambiar su forma de iniciar sesión.</translation>
    </message>
    <message>
      <source>Your recovery codes</source>
      <translation>Sus códigos de recuperación</translation>
    </message>
  </context>
  <context>
    <name>Administration</name>
    <message>
      <source>Absence entered</source>
      <translation>Ausencia anotada</translation>
    </message>
    <message>
      <source>Absence taken back</source>
      <translation>Ausencia retirada</translation>
    </message>
    <message>
      <source>Account</source>
      <translation>Cuenta</translation>
    </message>
    <message>
      <source>Activate again</source>
      <translation>Activar de nuevo</translation>
    </message>
    <message>
      <source>Activated again</source>
      <translation>Activado de nuevo</translation>
    </message>
    <message>
      <source>Add</source>
      <translation>Añadir</translation>
    </message>
    <message>
      <source>Add an authenticator under Sign-in and security and sign in with its code first: otherwise this would shut you out with everybody else.</source>
      <translation>Añada antes una aplicación de autenticación en Acceso y seguridad y entre con su código: si no, esto le dejaría fuera como a todos los demás.</translation>
    </message>
    <message>
      <source>Added</source>
      <translation>Añadido</translation>
    </message>
    <message>
      <source>Address</source>
      <translation>Dirección</translation>
    </message>
    <message>
      <source>After that, close it until contact</source>
      <translation>Después, cerrarlo hasta el contacto</translation>
    </message>
    <message>
      <source>Amber</source>
      <translation>Ámbar</translation>
    </message>
    <message>
      <source>An e-mail address looks like name@example.org.</source>
      <translation>Un correo electrónico tiene la forma nombre@example.org.</translation>
    </message>
    <message>
      <source>Ask for new keys</source>
      <translation>Pedir claves nuevas</translation>
    </message>
    <message>
      <source>Ask for new keys on every computer?</source>
      <translation>¿Pedir claves nuevas en todos los ordenadores?</translation>
    </message>
    <message>
      <source>Asking the server…</source>
      <translation>Consultando al servidor…</translation>
    </message>
    <message>
      <source>At least {least}.</source>
      <translation>Como mínimo {least}.</translation>
    </message>
    <message>
      <source>At most {most}.</source>
      <translation>Como máximo {most}.</translation>
    </message>
    <message>
      <source>Away</source>
      <translation>Ausente</translation>
    </message>
    <message>
      <source>Being sent</source>
      <translation>Enviándose</translation>
    </message>
    <message>
      <source>Blue</source>
      <translation>Azul</translation>
    </message>
    <message>
      <source>Books and registers; never holds what treatment is about.</source>
      <translation>Da citas y registra; nunca tiene el contenido de los tratamientos.</translation>
    </message>
    <message>
      <source>Books, registers, and decides about people and rules; never holds what treatment is about.</source>
      <translation>Da citas, registra y decide sobre personas y reglas; nunca tiene el contenido de los tratamientos.</translation>
    </message>
    <message>
      <source>Calls may be recorded</source>
      <translation>Se pueden grabar las llamadas</translation>
    </message>
    <message>
      <source>Carried out when the computer is heard of next</source>
      <translation>Se cumple cuando el ordenador vuelva a conectarse</translation>
    </message>
    <message>
      <source>Chat</source>
      <translation>Chat</translation>
    </message>
    <message>
      <source>Clinic</source>
      <translation>Clínica</translation>
    </message>
    <message>
      <source>Colour</source>
      <translation>Color</translation>
    </message>
    <message>
      <source>Computer {number}</source>
      <translation>Ordenador {number}</translation>
    </message>
    <message>
      <source>Computers</source>
      <translation>Ordenadores</translation>
    </message>
    <message>
      <source>Day</source>
      <translation>Día</translation>
    </message>
    <message>
      <source>Days a computer may go without hearing from it.</source>
      <translation>Días que un ordenador puede pasar sin noticias de él.</translation>
    </message>
    <message>
      <source>Deactivate</source>
      <translation>Desactivar</translation>
    </message>
    <message>
      <source>Deactivate {name}?</source>
      <translation>¿Desactivar a {name}?</translation>
    </message>
    <message>
      <source>Deactivated</source>
      <translation>Desactivado</translation>
    </message>
    <message>
      <source>Deactivate…</source>
      <translation>Desactivar…</translation>
    </message>
    <message>
      <source>Discard changes</source>
      <translation>Descartar cambios</translation>
    </message>
    <message>
      <source>E-mail</source>
      <translation>Correo electrónico</translation>
    </message>
    <message>
      <source>Emptying a computer</source>
      <translation>Vaciar un ordenador</translation>
    </message>
    <message>
      <source>Enter the absence</source>
      <translation>Anotar la ausencia</translation>
    </message>
    <message>
      <source>Every room in which patients are seen will be listed here.</source>
      <translation>Aquí aparecerán todas las salas donde se atiende a pacientes.</translation>
    </message>
    <message>
      <source>Everybody patients can be booked with will be listed here.</source>
      <translation>Aquí aparecerán todos los profesionales con quienes se puede dar cita.</translation>
    </message>
    <message>
      <source>Everybody shows a second proof</source>
      <translation>Todos muestran una segunda comprobación</translation>
    </message>
    <message>
      <source>Everything it holds of them is removed at its next contact, also what was not sent yet. That cannot be brought back.</source>
      <translation>En el próximo contacto se elimina todo lo que guarda de esa persona, también lo que aún no se envió. No se puede recuperar.</translation>
    </message>
    <message>
      <source>Forgets at its next contact</source>
      <translation>Olvidará en su próximo contacto</translation>
    </message>
    <message>
      <source>From</source>
      <translation>Desde</translation>
    </message>
    <message>
      <source>Green</source>
      <translation>Verde</translation>
    </message>
    <message>
      <source>Grey</source>
      <translation>Gris</translation>
    </message>
    <message>
      <source>Have all of them forget…</source>
      <translation>Hacer que todos olviden…</translation>
    </message>
    <message>
      <source>Have every computer forget {name}?</source>
      <translation>¿Hacer que todos los ordenadores olviden a {name}?</translation>
    </message>
    <message>
      <source>Have it forget</source>
      <translation>Hacer que olvide</translation>
    </message>
    <message>
      <source>Have it forget…</source>
      <translation>Hacer que olvide…</translation>
    </message>
    <message>
      <source>Have {computer} forget {name}?</source>
      <translation>¿Hacer que {computer} olvide a {name}?</translation>
    </message>
    <message>
      <source>Hours added</source>
      <translation>Horario añadido</translation>
    </message>
    <message>
      <source>Hours taken back</source>
      <translation>Horario retirado</translation>
    </message>
    <message>
      <source>How they meet</source>
      <translation>Tipo de encuentro</translation>
    </message>
    <message>
      <source>In person</source>
      <translation>Presencial</translation>
    </message>
    <message>
      <source>In use</source>
      <translation>En uso</translation>
    </message>
    <message>
      <source>In use again</source>
      <translation>De nuevo en uso</translation>
    </message>
    <message>
      <source>Invite</source>
      <translation>Invitar</translation>
    </message>
    <message>
      <source>Invite somebody</source>
      <translation>Invitar a alguien</translation>
    </message>
    <message>
      <source>Invited</source>
      <translation>Invitado</translation>
    </message>
    <message>
      <source>Inviting somebody</source>
      <translation>Invitar a alguien</translation>
    </message>
    <message>
      <source>It has to end after it begins.</source>
      <translation>Tiene que terminar después de empezar.</translation>
    </message>
    <message>
      <source>It was too late: they have come in already.</source>
      <translation>Era demasiado tarde: esa persona ya ha entrado.</translation>
    </message>
    <message>
      <source>Kept on this computer</source>
      <translation>Guardado en este ordenador</translation>
    </message>
    <message>
      <source>Kinds of visit</source>
      <translation>Tipos de cita</translation>
    </message>
    <message>
      <source>Leave it</source>
      <translation>Dejarlo</translation>
    </message>
    <message>
      <source>Length</source>
      <translation>Duración</translation>
    </message>
    <message>
      <source>Like Europe/Madrid. Every time on the screen is in it.</source>
      <translation>Como Europe/Madrid. Todas las horas de la pantalla van en ella.</translation>
    </message>
    <message>
      <source>Lock the screen after</source>
      <translation>Bloquear la pantalla tras</translation>
    </message>
    <message>
      <source>Look at it, then save again if you mean yours.</source>
      <translation>Mírelo y guarde de nuevo si quiere que valga lo suyo.</translation>
    </message>
    <message>
      <source>Make somebody else one first, or nobody could decide any more.</source>
      <translation>Nombre antes a otra persona; si no, ya nadie podría decidir.</translation>
    </message>
    <message>
      <source>Minutes without a key or the mouse.</source>
      <translation>Minutos sin teclado ni ratón.</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>Nombre</translation>
    </message>
    <message>
      <source>New</source>
      <translation>Nuevo</translation>
    </message>
    <message>
      <source>New in this section</source>
      <translation>Nuevo en esta sección</translation>
    </message>
    <message>
      <source>New keys on every computer…</source>
      <translation>Claves nuevas en todos los ordenadores…</translation>
    </message>
    <message>
      <source>New keys were asked for: {when}.</source>
      <translation>Claves nuevas pedidas: {when}.</translation>
    </message>
    <message>
      <source>New kind of visit</source>
      <translation>Nuevo tipo de cita</translation>
    </message>
    <message>
      <source>New provider</source>
      <translation>Nuevo profesional</translation>
    </message>
    <message>
      <source>New room</source>
      <translation>Nueva sala</translation>
    </message>
    <message>
      <source>No hours yet: nobody can be booked before there are some.</source>
      <translation>Aún no hay horario: sin él no se puede dar ninguna cita.</translation>
    </message>
    <message>
      <source>No kinds of visit yet</source>
      <translation>Aún no hay tipos de cita</translation>
    </message>
    <message>
      <source>No rooms yet</source>
      <translation>Aún no hay salas</translation>
    </message>
    <message>
      <source>Nobody can be booked yet</source>
      <translation>Aún no se puede dar cita con nadie</translation>
    </message>
    <message>
      <source>Nobody works here yet</source>
      <translation>Aquí aún no trabaja nadie</translation>
    </message>
    <message>
      <source>None</source>
      <translation>Ninguna</translation>
    </message>
    <message>
      <source>None has been heard of yet.</source>
      <translation>Aún no se sabe de ninguno.</translation>
    </message>
    <message>
      <source>Not here yet</source>
      <translation>Aún no ha llegado</translation>
    </message>
    <message>
      <source>Nothing ahead. Leave, training or a long lunch goes here.</source>
      <translation>Nada previsto. Aquí van las vacaciones, los cursos o una comida larga.</translation>
    </message>
    <message>
      <source>Now it says: {value}. Yours is kept.</source>
      <translation>Ahora dice: {value}. Lo suyo se conserva.</translation>
    </message>
    <message>
      <source>Only with everybody in the call agreeing, each time.</source>
      <translation>Solo si todos en la llamada están de acuerdo, cada vez.</translation>
    </message>
    <message>
      <source>Otherwise it can still be read, but not written on.</source>
      <translation>Si no, se podrá leer, pero no escribir.</translation>
    </message>
    <message>
      <source>Out of use</source>
      <translation>Fuera de uso</translation>
    </message>
    <message>
      <source>Patients and visits are served only to who shows the code of an authenticator. You need one yourself to ask for it.</source>
      <translation>Pacientes y visitas solo se entregan a quien muestra el código de una aplicación de autenticación. Para exigirlo, usted también necesita una.</translation>
    </message>
    <message>
      <source>People</source>
      <translation>Personas</translation>
    </message>
    <message>
      <source>People and rules</source>
      <translation>Personas y reglas</translation>
    </message>
    <message>
      <source>Phone</source>
      <translation>Teléfono</translation>
    </message>
    <message>
      <source>Providers</source>
      <translation>Profesionales</translation>
    </message>
    <message>
      <source>Put back into use</source>
      <translation>Volver a usar</translation>
    </message>
    <message>
      <source>Red</source>
      <translation>Rojo</translation>
    </message>
    <message>
      <source>Role</source>
      <translation>Función</translation>
    </message>
    <message>
      <source>Rooms</source>
      <translation>Salas</translation>
    </message>
    <message>
      <source>Rules</source>
      <translation>Reglas</translation>
    </message>
    <message>
      <source>Rules for the clinic's computers</source>
      <translation>Reglas para los ordenadores de la clínica</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>Guardar</translation>
    </message>
    <message>
      <source>Saved</source>
      <translation>Guardado</translation>
    </message>
    <message>
      <source>Saved here, not sent yet</source>
      <translation>Guardado aquí, sin enviar aún</translation>
    </message>
    <message>
      <source>Section</source>
      <translation>Sección</translation>
    </message>
    <message>
      <source>Sent, being confirmed</source>
      <translation>Enviado, por confirmar</translation>
    </message>
    <message>
      <source>Somebody changed this meanwhile.</source>
      <translation>Alguien lo ha cambiado mientras tanto.</translation>
    </message>
    <message>
      <source>Specialty</source>
      <translation>Especialidad</translation>
    </message>
    <message>
      <source>Start over</source>
      <translation>Empezar de cero</translation>
    </message>
    <message>
      <source>State</source>
      <translation>Estado</translation>
    </message>
    <message>
      <source>Take back</source>
      <translation>Retirar</translation>
    </message>
    <message>
      <source>Take out of use</source>
      <translation>Retirar del uso</translation>
    </message>
    <message>
      <source>Take the order back</source>
      <translation>Retirar la orden</translation>
    </message>
    <message>
      <source>Teal</source>
      <translation>Verde azulado</translation>
    </message>
    <message>
      <source>That is too long: at most {most} characters.</source>
      <translation>Es demasiado largo: como máximo {most} caracteres.</translation>
    </message>
    <message>
      <source>The clinic</source>
      <translation>La clínica</translation>
    </message>
    <message>
      <source>The invitation of {name} is withdrawn</source>
      <translation>Se ha anulado la invitación de {name}</translation>
    </message>
    <message>
      <source>The order is out</source>
      <translation>La orden está dada</translation>
    </message>
    <message>
      <source>The order is taken back</source>
      <translation>La orden se ha retirado</translation>
    </message>
    <message>
      <source>Their computers are emptied at their next contact</source>
      <translation>Sus ordenadores se vacían en el próximo contacto</translation>
    </message>
    <message>
      <source>There are hours at that time already.</source>
      <translation>Ya hay horario a esa hora.</translation>
    </message>
    <message>
      <source>There is no such time zone. It looks like Europe/Madrid.</source>
      <translation>Esa zona horaria no existe. Tiene la forma Europe/Madrid.</translation>
    </message>
    <message>
      <source>They also work in a clinic that is not yours, so only its administrator together with you may empty these.</source>
      <translation>También trabaja en una clínica que no es la suya: solo su administrador junto con usted puede vaciarlos.</translation>
    </message>
    <message>
      <source>They are in as soon as they sign in with {email}</source>
      <translation>Entra en cuanto inicie sesión con {email}</translation>
    </message>
    <message>
      <source>They are the last administrator.</source>
      <translation>Es la última persona que administra.</translation>
    </message>
    <message>
      <source>They can sign in here no more, and at their next contact their computers give back what they hold of this clinic. What they have not sent yet stays with them.</source>
      <translation>Ya no podrá iniciar sesión aquí y, en el próximo contacto, sus ordenadores devuelven lo que guardan de esta clínica. Lo que aún no haya enviado se queda en ellos.</translation>
    </message>
    <message>
      <source>This has to be a number.</source>
      <translation>Tiene que ser un número.</translation>
    </message>
    <message>
      <source>This has to be filled in.</source>
      <translation>Hay que rellenarlo.</translation>
    </message>
    <message>
      <source>This person works here already.</source>
      <translation>Esta persona ya trabaja aquí.</translation>
    </message>
    <message>
      <source>This record is not here any more.</source>
      <translation>Esta ficha ya no está aquí.</translation>
    </message>
    <message>
      <source>Time</source>
      <translation>Hora</translation>
    </message>
    <message>
      <source>Time zone</source>
      <translation>Zona horaria</translation>
    </message>
    <message>
      <source>To see their address and computers</source>
      <translation>Ver su dirección y sus ordenadores</translation>
    </message>
    <message>
      <source>Treats: sees and writes what treatment is about.</source>
      <translation>Atiende: ve y escribe el contenido de los tratamientos.</translation>
    </message>
    <message>
      <source>Until</source>
      <translation>Hasta</translation>
    </message>
    <message>
      <source>Usual room</source>
      <translation>Sala habitual</translation>
    </message>
    <message>
      <source>Video</source>
      <translation>Vídeo</translation>
    </message>
    <message>
      <source>Violet</source>
      <translation>Violeta</translation>
    </message>
    <message>
      <source>Waits in Needs attention</source>
      <translation>Espera en Por revisar</translation>
    </message>
    <message>
      <source>What can be booked, with its usual length, will be listed here.</source>
      <translation>Aquí aparecerá qué citas se pueden dar, con su duración habitual.</translation>
    </message>
    <message>
      <source>What you typed is back.</source>
      <translation>Lo que había escrito ha vuelto.</translation>
    </message>
    <message>
      <source>What you typed is kept.</source>
      <translation>Lo que ha escrito se conserva.</translation>
    </message>
    <message>
      <source>What you typed was left alone; saving writes yours.</source>
      <translation>Lo que ha escrito no se ha tocado; al guardar vale lo suyo.</translation>
    </message>
    <message>
      <source>When</source>
      <translation>Cuándo</translation>
    </message>
    <message>
      <source>Whoever has work on a computer is asked to lock it anew, which takes a moment. Do it when a copy of a computer may be in the wrong hands: what was copied stays as it is.</source>
      <translation>A quien tenga trabajo en un ordenador se le pide cerrarlo con claves nuevas, lo que tarda un momento. Hágalo si una copia de un ordenador puede estar en malas manos: lo copiado queda como está.</translation>
    </message>
    <message>
      <source>Whoever is invited and comes in will be listed here.</source>
      <translation>Aquí aparecerá quien reciba una invitación y entre.</translation>
    </message>
    <message>
      <source>Whoever is invited stands here until they come in.</source>
      <translation>Quien recibe una invitación aparece aquí hasta que entra.</translation>
    </message>
    <message>
      <source>Whose own schedule it is, if they sign in here.</source>
      <translation>De quién es la agenda, si inicia sesión aquí.</translation>
    </message>
    <message>
      <source>Why</source>
      <translation>Motivo</translation>
    </message>
    <message>
      <source>Why (may stay empty)</source>
      <translation>Motivo (puede quedar vacío)</translation>
    </message>
    <message>
      <source>Withdraw</source>
      <translation>Anular</translation>
    </message>
    <message>
      <source>Work without the server for</source>
      <translation>Trabajar sin el servidor durante</translation>
    </message>
    <message>
      <source>Working hours</source>
      <translation>Horario de trabajo</translation>
    </message>
    <message>
      <source>You are about to change rules that hold for everybody.</source>
      <translation>Va a cambiar reglas que valen para todos.</translation>
    </message>
    <message>
      <source>You are about to change what somebody may see and do.</source>
      <translation>Va a cambiar lo que alguien puede ver y hacer.</translation>
    </message>
    <message>
      <source>You are about to have somebody's computer emptied.</source>
      <translation>Va a hacer vaciar el ordenador de alguien.</translation>
    </message>
    <message>
      <source>You are about to let somebody decide about people.</source>
      <translation>Va a permitir que alguien decida sobre las personas.</translation>
    </message>
    <message>
      <source>You show no second proof yourself.</source>
      <translation>Usted mismo no muestra una segunda comprobación.</translation>
    </message>
    <message>
      <source>days</source>
      <translation>días</translation>
    </message>
    <message>
      <source>minutes</source>
      <translation>minutos</translation>
    </message>
    <message>
      <source>nothing</source>
      <translation>nada</translation>
    </message>
    <message>
      <source>{name} is invited</source>
      <translation>{name}: invitación enviada</translation>
    </message>
    <message>
      <source>{what} needs the server, which cannot be reached.</source>
      <translation>{what}: hace falta el servidor y no se puede llegar a él.</translation>
    </message>
  </context>
  <context>
    <name>Ask</name>
    <message>
      <source>Cancel</source>
      <translation>Cancelar</translation>
    </message>
    <message>
      <source>Choose</source>
      <translation>Elegir</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>Guardar</translation>
    </message>
    <message>
      <source>Yes</source>
      <translation>Sí</translation>
    </message>
  </context>
  <context>
    <name>Audit</name>
    <message numerus="yes">
      <source>%n line(s)</source>
      <translation>
        <numerusform>%n línea</numerusform>
        <numerusform>%n líneas</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n line(s) looked through.</source>
      <translation>
        <numerusform>%n línea revisada.</numerusform>
        <numerusform>%n líneas revisadas.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n line(s) so far</source>
      <translation>
        <numerusform>%n línea por ahora</numerusform>
        <numerusform>%n líneas por ahora</numerusform>
      </translation>
    </message>
    <message>
      <source>Added</source>
      <translation>Añadido</translation>
    </message>
    <message>
      <source>Against a rule of the clinic</source>
      <translation>Contra una regla de la clínica</translation>
    </message>
    <message>
      <source>Any record</source>
      <translation>Cualquier registro</translation>
    </message>
    <message>
      <source>Changed</source>
      <translation>Cambiado</translation>
    </message>
    <message>
      <source>Choose what is shown</source>
      <translation>Elegir qué se muestra</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Cerrar</translation>
    </message>
    <message>
      <source>Computer</source>
      <translation>Ordenador</translation>
    </message>
    <message>
      <source>Decided</source>
      <translation>Decidido</translation>
    </message>
    <message>
      <source>Earlier lines</source>
      <translation>Líneas anteriores</translation>
    </message>
    <message>
      <source>Emergency</source>
      <translation>Emergencia</translation>
    </message>
    <message>
      <source>Escrow</source>
      <translation>Custodia</translation>
    </message>
    <message>
      <source>Everybody</source>
      <translation>Todos</translation>
    </message>
    <message>
      <source>Everything</source>
      <translation>Todo</translation>
    </message>
    <message>
      <source>Export the audit trail</source>
      <translation>Exportar el registro de auditoría</translation>
    </message>
    <message>
      <source>Exported</source>
      <translation>Exportado</translation>
    </message>
    <message>
      <source>Export…</source>
      <translation>Exportar…</translation>
    </message>
    <message>
      <source>Fields</source>
      <translation>Campos</translation>
    </message>
    <message>
      <source>Forgot</source>
      <translation>Olvidado</translation>
    </message>
    <message>
      <source>From</source>
      <translation>Desde</translation>
    </message>
    <message>
      <source>Kind</source>
      <translation>Tipo</translation>
    </message>
    <message>
      <source>Line</source>
      <translation>Línea</translation>
    </message>
    <message>
      <source>Line {line} is not the one that was written, or one before it was taken out. What the server was told of is safe there; tell whoever looks after the clinic's computers.</source>
      <translation>La línea {line} no es la que se escribió, o se quitó alguna anterior. Lo que se comunicó al servidor está a salvo allí; avise a quien cuida los ordenadores de la clínica.</translation>
    </message>
    <message>
      <source>Lines are missing on this computer.</source>
      <translation>Faltan líneas en este ordenador.</translation>
    </message>
    <message>
      <source>Lines of the audit trail</source>
      <translation>Líneas del registro de auditoría</translation>
    </message>
    <message>
      <source>Locked</source>
      <translation>Bloqueado</translation>
    </message>
    <message>
      <source>Looked at</source>
      <translation>Consultado</translation>
    </message>
    <message>
      <source>Looking…</source>
      <translation>Mirando…</translation>
    </message>
    <message>
      <source>More</source>
      <translation>Más</translation>
    </message>
    <message>
      <source>New keys</source>
      <translation>Claves nuevas</translation>
    </message>
    <message>
      <source>Nobody did anything of this kind in these days. Choose more of them.</source>
      <translation>Nadie hizo nada de este tipo en estos días. Elija más días.</translation>
    </message>
    <message>
      <source>Not theirs to do</source>
      <translation>No le corresponde</translation>
    </message>
    <message>
      <source>Not trusted</source>
      <translation>Sin confianza</translation>
    </message>
    <message>
      <source>Nothing was done</source>
      <translation>No se hizo nada</translation>
    </message>
    <message>
      <source>On the server since</source>
      <translation>En el servidor desde</translation>
    </message>
    <message>
      <source>Only on this computer so far</source>
      <translation>Por ahora solo en este ordenador</translation>
    </message>
    <message>
      <source>Only this person</source>
      <translation>Solo esta persona</translation>
    </message>
    <message>
      <source>Only this record</source>
      <translation>Solo este registro</translation>
    </message>
    <message>
      <source>Only what you did on this computer is listed.</source>
      <translation>Solo aparece lo que usted hizo en este ordenador.</translation>
    </message>
    <message>
      <source>Opened again</source>
      <translation>Reabierto</translation>
    </message>
    <message>
      <source>Opened by escrow</source>
      <translation>Abierto con custodia</translation>
    </message>
    <message>
      <source>Own account</source>
      <translation>Cuenta propia</translation>
    </message>
    <message>
      <source>Patient</source>
      <translation>Paciente</translation>
    </message>
    <message>
      <source>People</source>
      <translation>Personas</translation>
    </message>
    <message>
      <source>Printed</source>
      <translation>Impreso</translation>
    </message>
    <message>
      <source>Read the trail again</source>
      <translation>Leer de nuevo el registro</translation>
    </message>
    <message>
      <source>Reading…</source>
      <translation>Leyendo…</translation>
    </message>
    <message>
      <source>Record</source>
      <translation>Registro</translation>
    </message>
    <message>
      <source>Recovered</source>
      <translation>Recuperado</translation>
    </message>
    <message>
      <source>Recovery code</source>
      <translation>Código de recuperación</translation>
    </message>
    <message>
      <source>Refused</source>
      <translation>Rechazado</translation>
    </message>
    <message>
      <source>Removed</source>
      <translation>Eliminado</translation>
    </message>
    <message>
      <source>Saved in {name}</source>
      <translation>Guardado en {name}</translation>
    </message>
    <message>
      <source>Show</source>
      <translation>Mostrar</translation>
    </message>
    <message>
      <source>Signed in</source>
      <translation>Sesión iniciada</translation>
    </message>
    <message>
      <source>Signed out</source>
      <translation>Sesión cerrada</translation>
    </message>
    <message>
      <source>Start over</source>
      <translation>Empezar de cero</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Detener</translation>
    </message>
    <message>
      <source>The file says who did what with whose records, to anybody who opens it. That you made it is written down first.</source>
      <translation>El archivo dice quién hizo qué con los registros de quién, a cualquiera que lo abra. Antes se anota que lo ha hecho usted.</translation>
    </message>
    <message>
      <source>The server cannot be asked now: whether lines were cut off at the end stays open.</source>
      <translation>Ahora no se puede consultar al servidor: no se sabe si faltan líneas al final.</translation>
    </message>
    <message>
      <source>The server cannot be reached.</source>
      <translation>No se puede llegar al servidor.</translation>
    </message>
    <message>
      <source>The server was told of line {line} and later ones that are not here any more. It has kept them; tell whoever looks after the clinic's computers.</source>
      <translation>Al servidor se le comunicaron la línea {line} y otras posteriores que ya no están aquí. Las conserva; avise a quien cuida los ordenadores de la clínica.</translation>
    </message>
    <message>
      <source>This computer's lines fit together.</source>
      <translation>Las líneas de este ordenador encajan.</translation>
    </message>
    <message>
      <source>This computer's trail is whole.</source>
      <translation>El registro de este ordenador está completo.</translation>
    </message>
    <message>
      <source>This computer's trail was tampered with.</source>
      <translation>El registro de este ordenador ha sido manipulado.</translation>
    </message>
    <message>
      <source>This one</source>
      <translation>Este</translation>
    </message>
    <message>
      <source>Trusted</source>
      <translation>De confianza</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>Intentar de nuevo</translation>
    </message>
    <message>
      <source>Unlocked</source>
      <translation>Desbloqueado</translation>
    </message>
    <message>
      <source>Until</source>
      <translation>Hasta</translation>
    </message>
    <message>
      <source>Until then, only what you did yourself is listed.</source>
      <translation>Hasta entonces solo aparece lo que hizo usted.</translation>
    </message>
    <message>
      <source>Verify</source>
      <translation>Verificar</translation>
    </message>
    <message>
      <source>Verify this computer's audit trail</source>
      <translation>Verificar el registro de auditoría de este ordenador</translation>
    </message>
    <message>
      <source>What</source>
      <translation>Qué</translation>
    </message>
    <message>
      <source>What the server was told of them is the same there.</source>
      <translation>Lo que se comunicó al servidor es igual allí.</translation>
    </message>
    <message>
      <source>When</source>
      <translation>Cuándo</translation>
    </message>
    <message>
      <source>Who</source>
      <translation>Quién</translation>
    </message>
    <message>
      <source>Who did what</source>
      <translation>Quién hizo qué</translation>
    </message>
    <message>
      <source>Why</source>
      <translation>Motivo</translation>
    </message>
    <message>
      <source>Your clinic serves its records to who has shown a second proof.</source>
      <translation>Su clínica entrega sus registros a quien ha mostrado una segunda comprobación.</translation>
    </message>
    <message>
      <source>by a clock that was ahead</source>
      <translation>según un reloj adelantado</translation>
    </message>
    <message numerus="yes">
      <source>the newest %n line(s)</source>
      <translation>
        <numerusform>la línea más reciente (%n)</numerusform>
        <numerusform>las %n líneas más recientes</numerusform>
      </translation>
    </message>
    <message>
      <source>{computer}, line {line}</source>
      <translation>{computer}, línea {line}</translation>
    </message>
  </context>
  <context>
    <name>Auth</name>
    <message>
      <source>A code has six digits.</source>
      <translation>Un código tiene seis cifras.</translation>
    </message>
    <message>
      <source>A mail went out a moment ago.</source>
      <translation>Acabamos de enviar un correo.</translation>
    </message>
    <message>
      <source>A page has opened there. Sign in on it and come back here; within five minutes this window notices by itself.</source>
      <translation>Se ha abierto una página. Inicie sesión en ella y vuelva aquí; durante cinco minutos, esta ventana lo detecta sola.</translation>
    </message>
    <message>
      <source>A password for this computer</source>
      <translation>Una contraseña para este ordenador</translation>
    </message>
    <message>
      <source>A publishable key begins with sb_publishable_. Paste all of it.</source>
      <translation>Una clave publicable empieza por sb_publishable_. Péguela entera.</translation>
    </message>
    <message>
      <source>Accept an invitation</source>
      <translation>Aceptar una invitación</translation>
    </message>
    <message>
      <source>Address</source>
      <translation>Dirección</translation>
    </message>
    <message>
      <source>An address looks like https://clinic.supabase.co.</source>
      <translation>Una dirección tiene la forma https://clinic.supabase.co.</translation>
    </message>
    <message>
      <source>An e-mail address looks like name@example.org.</source>
      <translation>Un correo electrónico tiene la forma nombre@example.org.</translation>
    </message>
    <message>
      <source>Another clinic…</source>
      <translation>Otra clínica…</translation>
    </message>
    <message>
      <source>Asking what there is…</source>
      <translation>Consultando qué hay…</translation>
    </message>
    <message>
      <source>Back</source>
      <translation>Volver</translation>
    </message>
    <message>
      <source>Bringing the clinic to this computer</source>
      <translation>Trayendo la clínica a este ordenador</translation>
    </message>
    <message>
      <source>Checking the code…</source>
      <translation>Comprobando el código…</translation>
    </message>
    <message>
      <source>Choose a password</source>
      <translation>Elija una contraseña</translation>
    </message>
    <message>
      <source>Code</source>
      <translation>Código</translation>
    </message>
    <message>
      <source>Code on paper</source>
      <translation>Código en papel</translation>
    </message>
    <message>
      <source>Connect</source>
      <translation>Conectar</translation>
    </message>
    <message>
      <source>Connect to a clinic</source>
      <translation>Conectar con una clínica</translation>
    </message>
    <message>
      <source>Demo identity</source>
      <translation>Identidad de demostración</translation>
    </message>
    <message>
      <source>E-mail</source>
      <translation>Correo electrónico</translation>
    </message>
    <message>
      <source>Forgotten password</source>
      <translation>Contraseña olvidada</translation>
    </message>
    <message>
      <source>Forgotten password?</source>
      <translation>¿Ha olvidado la contraseña?</translation>
    </message>
    <message>
      <source>Go on</source>
      <translation>Continuar</translation>
    </message>
    <message>
      <source>Go on in your browser</source>
      <translation>Continúe en el navegador</translation>
    </message>
    <message>
      <source>I do not know it…</source>
      <translation>No la recuerdo…</translation>
    </message>
    <message>
      <source>I have a code on paper</source>
      <translation>Tengo un código en papel</translation>
    </message>
    <message>
      <source>I was invited</source>
      <translation>Me han invitado</translation>
    </message>
    <message>
      <source>If {email} has an account, a code is in its mailbox within a minute. Type it here, or open the link in the same mail on this computer.</source>
      <translation>Si {email} tiene una cuenta, en un minuto habrá un código en su buzón. Escríbalo aquí o abra en este ordenador el enlace del mismo correo.</translation>
    </message>
    <message>
      <source>It asks for patience. Try again in {time}.</source>
      <translation>Pide un poco de paciencia. Vuelva a intentarlo en {time}.</translation>
    </message>
    <message>
      <source>Looking for the clinic…</source>
      <translation>Buscando la clínica…</translation>
    </message>
    <message>
      <source>Never a secret key: it would open every record.</source>
      <translation>Nunca una clave secreta: abriría todos los registros.</translation>
    </message>
    <message>
      <source>New password</source>
      <translation>Contraseña nueva</translation>
    </message>
    <message>
      <source>No answer from the server. Opening what is kept here…</source>
      <translation>El servidor no responde. Abriendo lo que se guarda aquí…</translation>
    </message>
    <message>
      <source>Nobody was signed in</source>
      <translation>Nadie ha iniciado sesión</translation>
    </message>
    <message>
      <source>One moment…</source>
      <translation>Un momento…</translation>
    </message>
    <message>
      <source>Only looking? The demo is an invented clinic on this computer.</source>
      <translation>¿Solo quiere mirar? La demostración es una clínica inventada en este ordenador.</translation>
    </message>
    <message>
      <source>Open the page again</source>
      <translation>Abrir la página otra vez</translation>
    </message>
    <message>
      <source>Open what is kept here</source>
      <translation>Abrir lo que se guarda aquí</translation>
    </message>
    <message>
      <source>Open your authenticator and type the six digits it shows for this clinic.</source>
      <translation>Abra su aplicación de autenticación y escriba las seis cifras que muestra para esta clínica.</translation>
    </message>
    <message>
      <source>Password</source>
      <translation>Contraseña</translation>
    </message>
    <message>
      <source>Password used here before</source>
      <translation>Contraseña usada aquí antes</translation>
    </message>
    <message>
      <source>Progress</source>
      <translation>Progreso</translation>
    </message>
    <message>
      <source>Publishable key</source>
      <translation>Clave publicable</translation>
    </message>
    <message>
      <source>Put aside</source>
      <translation>Apartar</translation>
    </message>
    <message>
      <source>Put it aside and begin afresh?</source>
      <translation>¿Apartarlo y empezar de nuevo?</translation>
    </message>
    <message>
      <source>Recovery code</source>
      <translation>Código de recuperación</translation>
    </message>
    <message>
      <source>Second proof</source>
      <translation>Segunda comprobación</translation>
    </message>
    <message>
      <source>Send another code</source>
      <translation>Enviar otro código</translation>
    </message>
    <message>
      <source>Send another code (in {time})</source>
      <translation>Enviar otro código (en {time})</translation>
    </message>
    <message>
      <source>Send me a code</source>
      <translation>Enviarme un código</translation>
    </message>
    <message>
      <source>Sending a code…</source>
      <translation>Enviando un código…</translation>
    </message>
    <message>
      <source>Show the password</source>
      <translation>Mostrar la contraseña</translation>
    </message>
    <message>
      <source>Sign in</source>
      <translation>Iniciar sesión</translation>
    </message>
    <message>
      <source>Sign in again</source>
      <translation>Iniciar sesión de nuevo</translation>
    </message>
    <message>
      <source>Sign in with {service}</source>
      <translation>Iniciar sesión con {service}</translation>
    </message>
    <message>
      <source>Signing in…</source>
      <translation>Iniciando sesión…</translation>
    </message>
    <message>
      <source>Start to work</source>
      <translation>Empezar a trabajar</translation>
    </message>
    <message>
      <source>Starting the demo…</source>
      <translation>Iniciando la demostración…</translation>
    </message>
    <message>
      <source>Take at least {count} characters.</source>
      <translation>Use al menos {count} caracteres.</translation>
    </message>
    <message>
      <source>That is the address of the dashboard. The project's own is {address}.</source>
      <translation>Esa es la dirección del panel. La del proyecto es {address}.</translation>
    </message>
    <message>
      <source>The mail that invited you has a code of six digits in it.</source>
      <translation>El correo de la invitación contiene un código de seis cifras.</translation>
    </message>
    <message>
      <source>The same once more</source>
      <translation>Repítala</translation>
    </message>
    <message>
      <source>The server cannot be reached, so the password counts that you last used on this computer.</source>
      <translation>No se puede llegar al servidor, así que vale la última contraseña que usó en este ordenador.</translation>
    </message>
    <message>
      <source>The server cannot be reached.</source>
      <translation>No se puede llegar al servidor.</translation>
    </message>
    <message>
      <source>The two do not agree. Type the same one twice.</source>
      <translation>No coinciden. Escriba dos veces la misma.</translation>
    </message>
    <message>
      <source>This computer keeps work of yours, locked with the password you last used on it. Type that one, once.</source>
      <translation>Este ordenador guarda trabajo suyo, protegido con la última contraseña que usó en él. Escríbala una sola vez.</translation>
    </message>
    <message>
      <source>This is a secret key: it opens every record to whoever has it. Nothing was sent. Ask for the publishable key, and have this one replaced.</source>
      <translation>Esto es una clave secreta: abre todos los registros a quien la tenga. No se ha enviado nada. Pida la clave publicable y haga cambiar esta.</translation>
    </message>
    <message>
      <source>This password opens nothing here.</source>
      <translation>Esta contraseña no abre nada aquí.</translation>
    </message>
    <message>
      <source>This way in needs the line. Check the network, then try again.</source>
      <translation>Para entrar así hace falta conexión. Compruebe la red y vuelva a intentarlo.</translation>
    </message>
    <message>
      <source>Today's appointments come first. You can start to work now: the rest arrives meanwhile, and from then on everything works without the network too.</source>
      <translation>Primero llegan las citas de hoy. Ya puede empezar a trabajar: el resto llega mientras tanto y, desde entonces, todo funciona también sin red.</translation>
    </message>
    <message>
      <source>Too many tries. Wait {time}, then type it again.</source>
      <translation>Demasiados intentos. Espere {time} y escríbalo de nuevo.</translation>
    </message>
    <message>
      <source>Try the demo</source>
      <translation>Probar la demostración</translation>
    </message>
    <message>
      <source>Type one of the codes you were given on paper. Each is good once.</source>
      <translation>Escriba uno de los códigos que recibió en papel. Cada uno vale una sola vez.</translation>
    </message>
    <message>
      <source>Type or paste the publishable key.</source>
      <translation>Escriba o pegue la clave publicable.</translation>
    </message>
    <message>
      <source>Type the address your administrator gave you.</source>
      <translation>Escriba la dirección que le dio su administrador.</translation>
    </message>
    <message>
      <source>Type the code</source>
      <translation>Escriba el código</translation>
    </message>
    <message>
      <source>Type the code.</source>
      <translation>Escriba el código.</translation>
    </message>
    <message>
      <source>Type the e-mail address of your account.</source>
      <translation>Escriba el correo electrónico de su cuenta.</translation>
    </message>
    <message>
      <source>Type the recovery code that was printed for this computer.</source>
      <translation>Escriba el código de recuperación que se imprimió para este ordenador.</translation>
    </message>
    <message>
      <source>Type your password.</source>
      <translation>Escriba su contraseña.</translation>
    </message>
    <message>
      <source>Use a recovery code</source>
      <translation>Usar un código de recuperación</translation>
    </message>
    <message>
      <source>Use the authenticator</source>
      <translation>Usar la aplicación de autenticación</translation>
    </message>
    <message>
      <source>Use the code in it, or wait for the time shown below.</source>
      <translation>Use el código que contiene o espere el tiempo indicado abajo.</translation>
    </message>
    <message>
      <source>Use the password</source>
      <translation>Usar la contraseña</translation>
    </message>
    <message>
      <source>Waiting for the browser…</source>
      <translation>Esperando al navegador…</translation>
    </message>
    <message>
      <source>What is kept here is locked with it, so that you can work without the network too and nobody else can read it.</source>
      <translation>Lo que se guarda aquí se cierra con ella, para que pueda trabajar también sin red y nadie más pueda leerlo.</translation>
    </message>
    <message>
      <source>What the server has comes again. Work that was not sent yet stays in the part put aside: nothing is deleted, and who finds the old password can open it.</source>
      <translation>Lo que tiene el servidor se trae de nuevo. El trabajo aún sin enviar queda en la parte apartada: no se borra nada, y quien encuentre la contraseña antigua puede abrirlo.</translation>
    </message>
    <message>
      <source>What you wrote is kept here and goes as soon as you are in.</source>
      <translation>Lo que ha escrito se guarda aquí y se envía en cuanto entre.</translation>
    </message>
    <message>
      <source>Who has signed in on this computer before can come in all the same. With this address nobody has: connect, and sign in once.</source>
      <translation>Quien ya ha iniciado sesión en este ordenador puede entrar igualmente. Con esta dirección no lo ha hecho nadie: conéctese e inicie sesión una vez.</translation>
    </message>
    <message>
      <source>Without encryption everybody on the way could read along. Use {address}.</source>
      <translation>Sin cifrado, cualquiera podría leerlo por el camino. Use {address}.</translation>
    </message>
    <message>
      <source>You are signed in</source>
      <translation>Ha iniciado sesión</translation>
    </message>
    <message>
      <source>You can close this window and go back to the program.</source>
      <translation>Puede cerrar esta ventana y volver al programa.</translation>
    </message>
    <message>
      <source>You sign in with it from now on, on every computer.</source>
      <translation>A partir de ahora iniciará sesión con ella en todos los ordenadores.</translation>
    </message>
    <message>
      <source>Your administrator has both of these. They are kept on this computer and asked for once.</source>
      <translation>Su administrador tiene ambas. Se guardan en este ordenador y se piden una sola vez.</translation>
    </message>
    <message>
      <source>at {server}</source>
      <translation>en {server}</translation>
    </message>
    <message>
      <source>{done} of {total} records</source>
      <translation>{done} de {total} registros</translation>
    </message>
  </context>
  <context>
    <name>Conflicts</name>
    <message numerus="yes">
      <source>%n draft(s)</source>
      <translation>
        <numerusform>%n borrador</numerusform>
        <numerusform>%n borradores</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n draft(s) met a newer change. Nothing was lost.</source>
      <translation>
        <numerusform>%n borrador por resolver. No se ha perdido nada.</numerusform>
        <numerusform>%n borradores por resolver. No se ha perdido nada.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n field(s) differ</source>
      <translation>
        <numerusform>%n campo difiere</numerusform>
        <numerusform>%n campos difieren</numerusform>
      </translation>
    </message>
    <message>
      <source>A note holds {most} characters.</source>
      <translation>Una nota admite {most} caracteres.</translation>
    </message>
    <message>
      <source>An appointment cannot go from its state to this one.</source>
      <translation>Una cita no puede pasar de su estado a este.</translation>
    </message>
    <message>
      <source>Appointment is {state} now</source>
      <translation>La cita ahora está así: {state}</translation>
    </message>
    <message>
      <source>Appointment slot taken</source>
      <translation>Hora de la cita ocupada</translation>
    </message>
    <message>
      <source>Appointment was moved</source>
      <translation>La cita se ha cambiado de hora</translation>
    </message>
    <message>
      <source>Before</source>
      <translation>Antes</translation>
    </message>
    <message>
      <source>Book {time}</source>
      <translation>Dar cita: {time}</translation>
    </message>
    <message>
      <source>Booked here at {time}</source>
      <translation>Cita dada aquí: {time}</translation>
    </message>
    <message>
      <source>Both texts together are too long.</source>
      <translation>Los dos textos juntos son demasiado largos.</translation>
    </message>
    <message>
      <source>Change the record itself instead.</source>
      <translation>Cambie la propia ficha.</translation>
    </message>
    <message>
      <source>Changed before it was removed</source>
      <translation>Cambiado antes de eliminarlo</translation>
    </message>
    <message>
      <source>Choose another…</source>
      <translation>Elegir otra…</translation>
    </message>
    <message>
      <source>Decided by {who}, {time}. All texts are kept.</source>
      <translation>Decidió {who}, {time}. Se conservan todos los textos.</translation>
    </message>
    <message>
      <source>Decisions are kept here, with all their texts.</source>
      <translation>Aquí se guardan las decisiones, con todos sus textos.</translation>
    </message>
    <message>
      <source>Discard</source>
      <translation>Descartar</translation>
    </message>
    <message>
      <source>Discard draft</source>
      <translation>Descartar el borrador</translation>
    </message>
    <message>
      <source>Edited here at {time}</source>
      <translation>Cambiado aquí: {time}</translation>
    </message>
    <message>
      <source>Field</source>
      <translation>Campo</translation>
    </message>
    <message>
      <source>Find in settled</source>
      <translation>Buscar en resueltos</translation>
    </message>
    <message>
      <source>From {state} an appointment cannot go where your draft wanted it.</source>
      <translation>Con el estado «{state}», una cita no puede pasar a lo que pedía su borrador.</translation>
    </message>
    <message>
      <source>Gone</source>
      <translation>Eliminado</translation>
    </message>
    <message>
      <source>Hand over…</source>
      <translation>Entregar…</translation>
    </message>
    <message>
      <source>Handed over to {who}</source>
      <translation>Entregado a {who}</translation>
    </message>
    <message>
      <source>History…</source>
      <translation>Historial…</translation>
    </message>
    <message>
      <source>Hours</source>
      <translation>Horario</translation>
    </message>
    <message>
      <source>It belongs to a record that the server does not have.</source>
      <translation>Pertenece a un registro que el servidor no tiene.</translation>
    </message>
    <message>
      <source>It goes when it can be sent. All texts stay under Settled.</source>
      <translation>Se irá en cuanto se pueda enviar. Todos los textos quedan en Resueltos.</translation>
    </message>
    <message>
      <source>It hung on a draft that was not kept.</source>
      <translation>Dependía de un borrador que no se conservó.</translation>
    </message>
    <message>
      <source>It is older than the server remembers.</source>
      <translation>Es más antiguo de lo que recuerda el servidor.</translation>
    </message>
    <message>
      <source>It is on its way to the server already</source>
      <translation>Ya va camino del servidor</translation>
    </message>
    <message>
      <source>It was written by somebody else on this computer.</source>
      <translation>Lo escribió otra persona en este ordenador.</translation>
    </message>
    <message>
      <source>Keep both in notes</source>
      <translation>Conservar ambos en notas</translation>
    </message>
    <message>
      <source>Keep it</source>
      <translation>Conservar</translation>
    </message>
    <message>
      <source>Keep mine</source>
      <translation>Conservar lo mío</translation>
    </message>
    <message>
      <source>Keep server's</source>
      <translation>Conservar lo del servidor</translation>
    </message>
    <message>
      <source>Keep the draft</source>
      <translation>Conservar el borrador</translation>
    </message>
    <message>
      <source>Keep what is picked</source>
      <translation>Conservar lo marcado</translation>
    </message>
    <message>
      <source>Kept on this computer, sent when it can be</source>
      <translation>Guardado en este ordenador, se enviará cuando se pueda</translation>
    </message>
    <message>
      <source>Look at what it says now, and choose another way.</source>
      <translation>Mire lo que dice ahora y elija otra opción.</translation>
    </message>
    <message>
      <source>Looking for free times…</source>
      <translation>Buscando horas libres…</translation>
    </message>
    <message>
      <source>Move to the next free time</source>
      <translation>Pasar a la próxima hora libre</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>Nombre</translation>
    </message>
    <message>
      <source>Needs attention</source>
      <translation>Por revisar</translation>
    </message>
    <message>
      <source>No free time</source>
      <translation>Ninguna hora libre</translation>
    </message>
    <message>
      <source>Nobody has a free time in the next two weeks.</source>
      <translation>Nadie tiene una hora libre en las próximas dos semanas.</translation>
    </message>
    <message>
      <source>Not accepted</source>
      <translation>No aceptado</translation>
    </message>
    <message>
      <source>Not allowed</source>
      <translation>No permitido</translation>
    </message>
    <message>
      <source>Nothing here</source>
      <translation>Aquí no hay nada</translation>
    </message>
    <message>
      <source>Nothing needs you</source>
      <translation>Nada pendiente de usted</translation>
    </message>
    <message>
      <source>Overbooking needs a reason.</source>
      <translation>Para solapar una cita hace falta un motivo.</translation>
    </message>
    <message>
      <source>Put away with another draft</source>
      <translation>Apartado junto con otro borrador</translation>
    </message>
    <message>
      <source>Refused drafts</source>
      <translation>Borradores rechazados</translation>
    </message>
    <message>
      <source>Registered here at {time}</source>
      <translation>Registrado aquí: {time}</translation>
    </message>
    <message>
      <source>Removed here at {time}</source>
      <translation>Eliminado aquí: {time}</translation>
    </message>
    <message>
      <source>Send again</source>
      <translation>Enviar de nuevo</translation>
    </message>
    <message>
      <source>Send it like this</source>
      <translation>Enviarlo así</translation>
    </message>
    <message>
      <source>Sent instead: {what}</source>
      <translation>Enviado en su lugar: {what}</translation>
    </message>
    <message>
      <source>Server</source>
      <translation>Servidor</translation>
    </message>
    <message>
      <source>Server, {time} by {who}</source>
      <translation>Servidor, {time}, {who}</translation>
    </message>
    <message>
      <source>Settle a refused draft</source>
      <translation>Resolver un borrador rechazado</translation>
    </message>
    <message>
      <source>Settled</source>
      <translation>Resueltos</translation>
    </message>
    <message>
      <source>Show settled drafts</source>
      <translation>Mostrar los borradores resueltos</translation>
    </message>
    <message>
      <source>Show what needs attention</source>
      <translation>Mostrar lo que hay por revisar</translation>
    </message>
    <message>
      <source>Slot taken</source>
      <translation>Hora ocupada</translation>
    </message>
    <message>
      <source>Somebody else has this time now.</source>
      <translation>Ahora esta hora la tiene otra persona.</translation>
    </message>
    <message>
      <source>Somebody else has {span} with {provider} now.</source>
      <translation>Ahora otra persona tiene {span} con {provider}.</translation>
    </message>
    <message>
      <source>Somebody removed this record while you were working on it.</source>
      <translation>Alguien eliminó este registro mientras usted trabajaba en él.</translation>
    </message>
    <message>
      <source>Something in it is not as it must be.</source>
      <translation>Algo en él no está como debe.</translation>
    </message>
    <message>
      <source>State</source>
      <translation>Estado</translation>
    </message>
    <message>
      <source>Take the decision back</source>
      <translation>Deshacer la decisión</translation>
    </message>
    <message>
      <source>That settles it</source>
      <translation>Queda resuelto</translation>
    </message>
    <message>
      <source>The address is too long.</source>
      <translation>La dirección es demasiado larga.</translation>
    </message>
    <message>
      <source>The appointment ends before it begins.</source>
      <translation>La cita termina antes de empezar.</translation>
    </message>
    <message>
      <source>The appointment is longer than 12 hours.</source>
      <translation>La cita dura más de 12 horas.</translation>
    </message>
    <message>
      <source>The appointment's state changed</source>
      <translation>El estado de la cita ha cambiado</translation>
    </message>
    <message>
      <source>The birth date cannot be.</source>
      <translation>La fecha de nacimiento no es posible.</translation>
    </message>
    <message numerus="yes">
      <source>The draft goes, with %n other(s) that hung on it. All of it stays readable under Settled.</source>
      <translation>
        <numerusform>El borrador se descarta, y %n que depende de él. Todo queda legible en Resueltos.</numerusform>
        <numerusform>El borrador se descarta, y %n que dependen de él. Todo queda legible en Resueltos.</numerusform>
      </translation>
    </message>
    <message>
      <source>The draft goes; its text stays readable under Settled.</source>
      <translation>El borrador se descarta; su texto queda legible en Resueltos.</translation>
    </message>
    <message>
      <source>The draft is kept here until you decide.</source>
      <translation>El borrador se guarda aquí hasta que usted decida.</translation>
    </message>
    <message>
      <source>The e-mail address is too long.</source>
      <translation>El correo electrónico es demasiado largo.</translation>
    </message>
    <message>
      <source>The family name is missing or too long.</source>
      <translation>Faltan los apellidos o son demasiado largos.</translation>
    </message>
    <message>
      <source>The given name is too long.</source>
      <translation>El nombre es demasiado largo.</translation>
    </message>
    <message>
      <source>The note is too long.</source>
      <translation>La nota es demasiado larga.</translation>
    </message>
    <message>
      <source>The phone number is too long.</source>
      <translation>El teléfono es demasiado largo.</translation>
    </message>
    <message>
      <source>The reason is too long.</source>
      <translation>El motivo es demasiado largo.</translation>
    </message>
    <message>
      <source>The record does not allow it any more.</source>
      <translation>El registro ya no lo permite.</translation>
    </message>
    <message>
      <source>The record is gone</source>
      <translation>El registro ya no existe</translation>
    </message>
    <message>
      <source>The same is there already.</source>
      <translation>Ya existe lo mismo.</translation>
    </message>
    <message>
      <source>The server already has another draft under its number.</source>
      <translation>El servidor ya tiene otro borrador con ese número.</translation>
    </message>
    <message>
      <source>The server does not accept it as it is.</source>
      <translation>El servidor no lo acepta tal como está.</translation>
    </message>
    <message>
      <source>The server does not know this gender.</source>
      <translation>El servidor no conoce este sexo.</translation>
    </message>
    <message>
      <source>The server knows more than this program and does not understand what was sent. After an update it can be sent again.</source>
      <translation>El servidor sabe más que este programa y no entiende lo enviado. Tras una actualización se puede enviar de nuevo.</translation>
    </message>
    <message>
      <source>The server's</source>
      <translation>Lo del servidor</translation>
    </message>
    <message>
      <source>This program is too old for it</source>
      <translation>Este programa es demasiado antiguo para ello</translation>
    </message>
    <message>
      <source>This time has just been taken.</source>
      <translation>Esta hora se acaba de ocupar.</translation>
    </message>
    <message>
      <source>Time</source>
      <translation>Hora</translation>
    </message>
    <message>
      <source>Two changes</source>
      <translation>Dos cambios</translation>
    </message>
    <message>
      <source>Update needed</source>
      <translation>Hay que actualizar</translation>
    </message>
    <message>
      <source>Waiting</source>
      <translation>Pendientes</translation>
    </message>
    <message>
      <source>Waiting for this decision</source>
      <translation>Pendiente de esta decisión</translation>
    </message>
    <message>
      <source>Waits for a decision again</source>
      <translation>Vuelve a esperar una decisión</translation>
    </message>
    <message>
      <source>What was decided, with all its texts.</source>
      <translation>Lo que se decidió, con todos sus textos.</translation>
    </message>
    <message>
      <source>When two people change the same thing, or a time is taken while you are offline, both versions wait here for your word.</source>
      <translation>Cuando dos personas cambian lo mismo, o se ocupa una hora mientras está sin conexión, ambas versiones esperan aquí su decisión.</translation>
    </message>
    <message>
      <source>Which</source>
      <translation>Cuáles</translation>
    </message>
    <message>
      <source>Write it as a new record</source>
      <translation>Escribirlo como registro nuevo</translation>
    </message>
    <message>
      <source>Written by {who}, {time}</source>
      <translation>Escrito por {who}, {time}</translation>
    </message>
    <message>
      <source>You may not see this record any more, so not change it.</source>
      <translation>Ya no puede ver este registro y, por tanto, tampoco cambiarlo.</translation>
    </message>
    <message>
      <source>Your role may not make this change.</source>
      <translation>Su función no permite este cambio.</translation>
    </message>
    <message>
      <source>Yours, {time}</source>
      <translation>Lo suyo, {time}</translation>
    </message>
    <message>
      <source>a colleague</source>
      <translation>un compañero</translation>
    </message>
    <message>
      <source>kept</source>
      <translation>conservado</translation>
    </message>
    <message>
      <source>merged</source>
      <translation>combinado</translation>
    </message>
    <message>
      <source>nothing</source>
      <translation>nada</translation>
    </message>
    <message>
      <source>taken over</source>
      <translation>adoptado</translation>
    </message>
    <message>
      <source>unchanged</source>
      <translation>sin cambios</translation>
    </message>
    <message>
      <source>{field} differs</source>
      <translation>Difiere: {field}</translation>
    </message>
    <message>
      <source>{patient} could not be booked at {time} with {provider}</source>
      <translation>No se pudo dar cita a {patient} ({time}) con {provider}</translation>
    </message>
    <message>
      <source>{patient} could not be put at {time} with {provider}</source>
      <translation>No se pudo pasar a {patient} ({time}) con {provider}</translation>
    </message>
    <message>
      <source>{patient} is booked now.</source>
      <translation>{patient} ya tiene cita.</translation>
    </message>
    <message>
      <source>{patient}: two people changed the {fields}</source>
      <translation>{patient}: dos cambios a la vez ({fields})</translation>
    </message>
    <message>
      <source>{who} booked {patient} into the same time at {time}.</source>
      <translation>{who} dio cita a {patient} a la misma hora ({time}).</translation>
    </message>
    <message>
      <source>{who} booked {patient} into the same time.</source>
      <translation>{who} dio cita a {patient} a la misma hora.</translation>
    </message>
    <message>
      <source>{who} changed it at {time}, before the draft arrived.</source>
      <translation>{who} lo cambió a las {time}, antes de que llegara el borrador.</translation>
    </message>
    <message>
      <source>{who} changed it before the draft arrived.</source>
      <translation>{who} lo cambió antes de que llegara el borrador.</translation>
    </message>
  </context>
  <context>
    <name>Deed</name>
    <message>
      <source>Activate somebody again</source>
      <translation>Activar de nuevo a alguien</translation>
    </message>
    <message>
      <source>Add a kind of visit</source>
      <translation>Añadir un tipo de cita</translation>
    </message>
    <message>
      <source>Add a provider</source>
      <translation>Añadir un profesional</translation>
    </message>
    <message>
      <source>Add a room</source>
      <translation>Añadir una sala</translation>
    </message>
    <message>
      <source>Add an authenticator</source>
      <translation>Añadir una aplicación de autenticación</translation>
    </message>
    <message>
      <source>Add working hours</source>
      <translation>Añadir horario de trabajo</translation>
    </message>
    <message>
      <source>Ask for new keys on every computer</source>
      <translation>Pedir claves nuevas en todos los ordenadores</translation>
    </message>
    <message>
      <source>Ask the server</source>
      <translation>Consultar al servidor</translation>
    </message>
    <message>
      <source>Back to scheduled</source>
      <translation>De nuevo programada</translation>
    </message>
    <message>
      <source>Book appointment</source>
      <translation>Dar cita</translation>
    </message>
    <message>
      <source>Call in</source>
      <translation>Hacer pasar</translation>
    </message>
    <message>
      <source>Cancel appointment</source>
      <translation>Cancelar la cita</translation>
    </message>
    <message>
      <source>Change a kind of visit</source>
      <translation>Cambiar un tipo de cita</translation>
    </message>
    <message>
      <source>Change a provider</source>
      <translation>Cambiar un profesional</translation>
    </message>
    <message>
      <source>Change a room</source>
      <translation>Cambiar una sala</translation>
    </message>
    <message>
      <source>Change somebody's name or role</source>
      <translation>Cambiar el nombre o la función de alguien</translation>
    </message>
    <message>
      <source>Change status</source>
      <translation>Cambiar el estado</translation>
    </message>
    <message>
      <source>Change the clinic's details</source>
      <translation>Cambiar los datos de la clínica</translation>
    </message>
    <message>
      <source>Change the password</source>
      <translation>Cambiar la contraseña</translation>
    </message>
    <message>
      <source>Change the rules for the computers</source>
      <translation>Cambiar las reglas de los ordenadores</translation>
    </message>
    <message>
      <source>Come in</source>
      <translation>Entrar</translation>
    </message>
    <message>
      <source>Complete visit</source>
      <translation>Finalizar la visita</translation>
    </message>
    <message>
      <source>Confirm appointment</source>
      <translation>Confirmar la cita</translation>
    </message>
    <message>
      <source>Confirm that it is oneself</source>
      <translation>Confirmar la propia identidad</translation>
    </message>
    <message>
      <source>Deactivate somebody</source>
      <translation>Desactivar a alguien</translation>
    </message>
    <message>
      <source>Enter an absence</source>
      <translation>Anotar una ausencia</translation>
    </message>
    <message>
      <source>Export the audit trail</source>
      <translation>Exportar el registro de auditoría</translation>
    </message>
    <message>
      <source>Have a computer forget somebody</source>
      <translation>Hacer que un ordenador olvide a alguien</translation>
    </message>
    <message>
      <source>Invite somebody</source>
      <translation>Invitar a alguien</translation>
    </message>
    <message>
      <source>Lock</source>
      <translation>Bloquear</translation>
    </message>
    <message>
      <source>Look at a patient's record</source>
      <translation>Consultar la ficha de un paciente</translation>
    </message>
    <message>
      <source>Look at a refused change</source>
      <translation>Consultar un cambio rechazado</translation>
    </message>
    <message>
      <source>Look at an appointment</source>
      <translation>Consultar una cita</translation>
    </message>
    <message>
      <source>Look at the audit trail</source>
      <translation>Consultar el registro de auditoría</translation>
    </message>
    <message>
      <source>Make a recovery code</source>
      <translation>Crear un código de recuperación</translation>
    </message>
    <message>
      <source>Make new keys</source>
      <translation>Crear claves nuevas</translation>
    </message>
    <message>
      <source>Make recovery codes for the account</source>
      <translation>Crear códigos de recuperación para la cuenta</translation>
    </message>
    <message>
      <source>Mark as arrived</source>
      <translation>Marcar como llegado</translation>
    </message>
    <message>
      <source>Mark as no-show</source>
      <translation>Marcar que no se presentó</translation>
    </message>
    <message>
      <source>Move appointment</source>
      <translation>Mover la cita</translation>
    </message>
    <message>
      <source>Open in an emergency</source>
      <translation>Abrir en una emergencia</translation>
    </message>
    <message>
      <source>Open with the clinic's escrow key</source>
      <translation>Abrir con la clave de custodia de la clínica</translation>
    </message>
    <message>
      <source>Open with the recovery code</source>
      <translation>Abrir con el código de recuperación</translation>
    </message>
    <message>
      <source>Print the recovery code</source>
      <translation>Imprimir el código de recuperación</translation>
    </message>
    <message>
      <source>Put a kind of visit back into use</source>
      <translation>Volver a usar un tipo de cita</translation>
    </message>
    <message>
      <source>Put a provider back on the schedule</source>
      <translation>Devolver un profesional a la agenda</translation>
    </message>
    <message>
      <source>Put a room back into use</source>
      <translation>Volver a usar una sala</translation>
    </message>
    <message>
      <source>Reinstate appointment</source>
      <translation>Recuperar la cita</translation>
    </message>
    <message>
      <source>Remove an authenticator</source>
      <translation>Quitar una aplicación de autenticación</translation>
    </message>
    <message>
      <source>Remove my work from this computer</source>
      <translation>Quitar mi trabajo de este ordenador</translation>
    </message>
    <message>
      <source>Save the diagnostics</source>
      <translation>Guardar el diagnóstico</translation>
    </message>
    <message>
      <source>Save the recovery code</source>
      <translation>Guardar el código de recuperación</translation>
    </message>
    <message>
      <source>Seal to the clinic's key</source>
      <translation>Cerrar con la clave de la clínica</translation>
    </message>
    <message>
      <source>Sign in</source>
      <translation>Iniciar sesión</translation>
    </message>
    <message>
      <source>Sign in again</source>
      <translation>Iniciar sesión de nuevo</translation>
    </message>
    <message>
      <source>Sign out</source>
      <translation>Cerrar sesión</translation>
    </message>
    <message>
      <source>Sign out all other computers</source>
      <translation>Cerrar sesión en los demás ordenadores</translation>
    </message>
    <message>
      <source>Sign out another computer</source>
      <translation>Cerrar sesión en otro ordenador</translation>
    </message>
    <message>
      <source>Sign out on all computers</source>
      <translation>Cerrar sesión en todos los ordenadores</translation>
    </message>
    <message>
      <source>Take a kind of visit out of use</source>
      <translation>Retirar un tipo de cita</translation>
    </message>
    <message>
      <source>Take a provider off the schedule</source>
      <translation>Quitar un profesional de la agenda</translation>
    </message>
    <message>
      <source>Take a room out of use</source>
      <translation>Retirar una sala</translation>
    </message>
    <message>
      <source>Take an absence back</source>
      <translation>Retirar una ausencia</translation>
    </message>
    <message>
      <source>Take back that a computer forgets</source>
      <translation>Retirar la orden de que un ordenador olvide</translation>
    </message>
    <message>
      <source>Take working hours back</source>
      <translation>Retirar horario de trabajo</translation>
    </message>
    <message>
      <source>Trust this computer</source>
      <translation>Confiar en este ordenador</translation>
    </message>
    <message>
      <source>Trust this computer no more</source>
      <translation>Dejar de confiar en este ordenador</translation>
    </message>
    <message>
      <source>Undo booking</source>
      <translation>Deshacer la cita</translation>
    </message>
    <message>
      <source>Undo cancellation</source>
      <translation>Deshacer la cancelación</translation>
    </message>
    <message>
      <source>Undo move</source>
      <translation>Deshacer el cambio de hora</translation>
    </message>
    <message>
      <source>Unlock</source>
      <translation>Desbloquear</translation>
    </message>
    <message>
      <source>Withdraw an invitation</source>
      <translation>Anular una invitación</translation>
    </message>
    <message>
      <source>Wrong password</source>
      <translation>Contraseña incorrecta</translation>
    </message>
  </context>
  <context>
    <name>Demo</name>
    <message>
      <source>Connect</source>
      <translation>Conectar</translation>
    </message>
    <message>
      <source>Disconnect</source>
      <translation>Desconectar</translation>
    </message>
    <message>
      <source>Disconnect this window from the server</source>
      <translation>Desconectar esta ventana del servidor</translation>
    </message>
    <message>
      <source>Signing in…</source>
      <translation>Iniciando sesión…</translation>
    </message>
    <message>
      <source>Starting an invented clinic on this computer…</source>
      <translation>Iniciando una clínica inventada en este ordenador…</translation>
    </message>
  </context>
  <context>
    <name>Errors</name>
    <message>
      <source>A code is for one person on one computer, and is spent once it was used. Look whether there is a newer one.</source>
      <translation>Un código sirve para una persona en un ordenador y se agota al usarlo. Mire si hay uno más reciente.</translation>
    </message>
    <message>
      <source>A code is on its way to your mailbox. Type it here.</source>
      <translation>Va un código camino de su buzón. Escríbalo aquí.</translation>
    </message>
    <message>
      <source>A mail is on its way already</source>
      <translation>Ya hay un correo en camino</translation>
    </message>
    <message>
      <source>A newer version of this program has been used here</source>
      <translation>Aquí se ha usado una versión más reciente de este programa</translation>
    </message>
    <message>
      <source>A second proof is needed first</source>
      <translation>Antes hace falta una segunda comprobación</translation>
    </message>
    <message>
      <source>An administrator of your clinic asked for it. If you still work here, sign in to fetch it again.</source>
      <translation>Lo pidió un administrador de su clínica. Si todavía trabaja aquí, inicie sesión para traerlo de nuevo.</translation>
    </message>
    <message>
      <source>Another program uses the same port</source>
      <translation>Otro programa usa el mismo puerto</translation>
    </message>
    <message>
      <source>Another window on this computer is using the same data. Close it, then try again.</source>
      <translation>Otra ventana de este ordenador usa los mismos datos. Ciérrela y vuelva a intentarlo.</translation>
    </message>
    <message>
      <source>Ask an administrator of your clinic. What you wrote stays on this computer.</source>
      <translation>Pregunte a quien administra su clínica. Lo que ha escrito se queda en este ordenador.</translation>
    </message>
    <message>
      <source>Check Caps Lock and the keyboard language, then type it again.</source>
      <translation>Compruebe Bloq Mayús y el idioma del teclado, y escríbala de nuevo.</translation>
    </message>
    <message>
      <source>Check how it is written, or ask an administrator of your clinic.</source>
      <translation>Compruebe cómo está escrita o pregunte a un administrador de su clínica.</translation>
    </message>
    <message>
      <source>Check the connection settings</source>
      <translation>Revisar los datos de conexión</translation>
    </message>
    <message>
      <source>Check the folder and whether you may use it, or choose another one.</source>
      <translation>Compruebe la carpeta y si puede usarla, o elija otra.</translation>
    </message>
    <message>
      <source>Choose another one, or sign in with it.</source>
      <translation>Elija otra o inicie sesión con ella.</translation>
    </message>
    <message>
      <source>Close other windows of the demo, then try it once more.</source>
      <translation>Cierre las demás ventanas de la demostración y vuelva a intentarlo.</translation>
    </message>
    <message>
      <source>Close the other program, or start this one on another port.</source>
      <translation>Cierre el otro programa o inicie este en otro puerto.</translation>
    </message>
    <message>
      <source>Compare it with the paper, group by group. It has no 0 and O, no 1, I and L.</source>
      <translation>Compárelo con el papel, grupo por grupo. No lleva 0 ni O, ni 1, I o L.</translation>
    </message>
    <message>
      <source>Everything you do is kept on this computer and sent when the connection returns.</source>
      <translation>Todo lo que haga se guarda en este ordenador y se envía cuando vuelva la conexión.</translation>
    </message>
    <message>
      <source>Fetch everything again</source>
      <translation>Traer todo de nuevo</translation>
    </message>
    <message>
      <source>For safety it is good for five minutes only. Begin again.</source>
      <translation>Por seguridad, vale solo cinco minutos. Empiece de nuevo.</translation>
    </message>
    <message>
      <source>I have made room</source>
      <translation>He liberado espacio</translation>
    </message>
    <message>
      <source>It answered with something it should not have said. Your work is kept here; the program keeps trying.</source>
      <translation>Ha respondido algo que no debía. Su trabajo se guarda aquí; el programa sigue intentándolo.</translation>
    </message>
    <message>
      <source>It asked for a little patience. Your work is kept and sent in a moment.</source>
      <translation>Ha pedido un poco de paciencia. Su trabajo se guarda y se envía enseguida.</translation>
    </message>
    <message>
      <source>It is an extra of this program. Install the one with the demo to try it.</source>
      <translation>Es un complemento de este programa. Instale la versión con la demostración para probarla.</translation>
    </message>
    <message>
      <source>It is in use already, or nothing may be written there. Choose another one.</source>
      <translation>Ya está en uso o no se puede escribir en ella. Elija otra.</translation>
    </message>
    <message>
      <source>It is locked with the password you last used here. If you changed it elsewhere, connect to the server and sign in once.</source>
      <translation>Está cerrado con la última contraseña que usó aquí. Si la cambió en otro lugar, conéctese al servidor e inicie sesión una vez.</translation>
    </message>
    <message>
      <source>It was cancelled there, or you are not known there. Try it once more.</source>
      <translation>Se canceló allí o allí no le conocen. Inténtelo otra vez.</translation>
    </message>
    <message>
      <source>It was damaged or changed, so nothing was brought in. Copy it once more.</source>
      <translation>Está dañado o modificado, así que no se ha traído nada. Cópielo otra vez.</translation>
    </message>
    <message>
      <source>It was moved or restored. Your work is kept here; sign in again to send it.</source>
      <translation>Se ha movido o restaurado. Su trabajo se guarda aquí; inicie sesión de nuevo para enviarlo.</translation>
    </message>
    <message>
      <source>It wrote the data in a form this version does not know. Nothing was changed. Update the program to go on.</source>
      <translation>Escribió los datos en una forma que esta versión no conoce. No se ha cambiado nada. Actualice el programa para continuar.</translation>
    </message>
    <message>
      <source>Its end is missing, so nothing was brought in. Copy it once more.</source>
      <translation>Le falta el final, así que no se ha traído nada. Cópielo otra vez.</translation>
    </message>
    <message>
      <source>No further authenticator can be added</source>
      <translation>No se puede añadir otra aplicación de autenticación</translation>
    </message>
    <message>
      <source>Nobody has an account with this address</source>
      <translation>Nadie tiene una cuenta con esta dirección</translation>
    </message>
    <message>
      <source>Nobody was invited</source>
      <translation>No se ha invitado a nadie</translation>
    </message>
    <message>
      <source>Nobody was signed in in the browser</source>
      <translation>Nadie ha iniciado sesión en el navegador</translation>
    </message>
    <message>
      <source>Nothing in it was changed. Start it again; if it lasts, report it.</source>
      <translation>No se ha cambiado nada en ella. Iníciela otra vez; si sigue igual, avise.</translation>
    </message>
    <message>
      <source>Nothing was brought in. Choose the file that was saved with your drafts.</source>
      <translation>No se ha traído nada. Elija el archivo que se guardó con sus borradores.</translation>
    </message>
    <message>
      <source>Nothing was brought in. It is the one that was typed twice when saving.</source>
      <translation>No se ha traído nada. Es la que se escribió dos veces al guardar.</translation>
    </message>
    <message>
      <source>Nothing was brought in. Update this program, then choose it again.</source>
      <translation>No se ha traído nada. Actualice este programa y vuelva a elegirlo.</translation>
    </message>
    <message>
      <source>Nothing was changed or deleted. Close the program and start it again.</source>
      <translation>No se ha cambiado ni borrado nada. Cierre el programa y ábralo otra vez.</translation>
    </message>
    <message>
      <source>Nothing was changed. Look at what is there now, then decide again.</source>
      <translation>No se ha cambiado nada. Mire lo que hay ahora y decida de nuevo.</translation>
    </message>
    <message>
      <source>Nothing was lost. Try it again in a moment.</source>
      <translation>No se ha perdido nada. Inténtelo de nuevo en un momento.</translation>
    </message>
    <message>
      <source>OK</source>
      <translation>Aceptar</translation>
    </message>
    <message>
      <source>Only the person who wrote them can bring them in, signed in as themselves.</source>
      <translation>Solo quien los escribió puede traerlos, con su propia sesión.</translation>
    </message>
    <message>
      <source>Open the mail that was sent to it, or have a code sent to it now.</source>
      <translation>Abra el correo que se le envió o pida que se le envíe un código ahora.</translation>
    </message>
    <message>
      <source>Open your authenticator and type the code it shows.</source>
      <translation>Abra su aplicación de autenticación y escriba el código que muestra.</translation>
    </message>
    <message>
      <source>Remove one that you do not use any more, then add the new one.</source>
      <translation>Quite una que ya no use y añada después la nueva.</translation>
    </message>
    <message>
      <source>Report this</source>
      <translation>Avisar de esto</translation>
    </message>
    <message>
      <source>Sign in</source>
      <translation>Iniciar sesión</translation>
    </message>
    <message>
      <source>Somebody else signed in</source>
      <translation>Ha iniciado sesión otra persona</translation>
    </message>
    <message>
      <source>Somebody removed it, or you may not see it now. Nothing was changed.</source>
      <translation>Alguien lo eliminó o usted ya no puede verlo. No se ha cambiado nada.</translation>
    </message>
    <message>
      <source>Something answers at this address, but it is no clinic of ours, or the key is not its key. Compare both with what your administrator gave you.</source>
      <translation>Algo responde en esta dirección, pero no es una clínica de las nuestras o la clave no es la suya. Compare ambas con lo que le dio su administrador.</translation>
    </message>
    <message>
      <source>Something else has happened since</source>
      <translation>Entretanto ha ocurrido otra cosa</translation>
    </message>
    <message>
      <source>Start it as an ordinary user, not as the administrator of the computer.</source>
      <translation>Inícielo como usuario normal, no como administrador del ordenador.</translation>
    </message>
    <message>
      <source>Take a longer one; a few words in a row are easy to remember.</source>
      <translation>Use una más larga; varias palabras seguidas son fáciles de recordar.</translation>
    </message>
    <message>
      <source>The address may have an account already, or no server runs there.</source>
      <translation>Puede que la dirección ya tenga una cuenta o que allí no haya ningún servidor.</translation>
    </message>
    <message>
      <source>The browser did not open</source>
      <translation>El navegador no se ha abierto</translation>
    </message>
    <message>
      <source>The clinic's data on this computer cannot be used</source>
      <translation>Los datos de la clínica en este ordenador no se pueden usar</translation>
    </message>
    <message>
      <source>The clinic's data on this computer is damaged</source>
      <translation>Los datos de la clínica en este ordenador están dañados</translation>
    </message>
    <message>
      <source>The damaged file was put aside and is kept. Everything the server has can be fetched again.</source>
      <translation>El archivo dañado se ha apartado y se conserva. Todo lo que tiene el servidor se puede traer de nuevo.</translation>
    </message>
    <message>
      <source>The database of this server did not start</source>
      <translation>La base de datos de este servidor no ha arrancado</translation>
    </message>
    <message>
      <source>The demo did not start</source>
      <translation>La demostración no se ha iniciado</translation>
    </message>
    <message>
      <source>The demo is not installed</source>
      <translation>La demostración no está instalada</translation>
    </message>
    <message>
      <source>The disk of this computer is full</source>
      <translation>El disco de este ordenador está lleno</translation>
    </message>
    <message>
      <source>The e-mail address or the password is not right</source>
      <translation>El correo electrónico o la contraseña no son correctos</translation>
    </message>
    <message>
      <source>The file cannot be read or written there</source>
      <translation>Allí no se puede leer o escribir el archivo</translation>
    </message>
    <message>
      <source>The file holds somebody else's drafts</source>
      <translation>El archivo contiene borradores de otra persona</translation>
    </message>
    <message>
      <source>The file is not as it was saved</source>
      <translation>El archivo no está como se guardó</translation>
    </message>
    <message>
      <source>The file is not complete</source>
      <translation>El archivo no está completo</translation>
    </message>
    <message>
      <source>The file was saved by a newer version of this program</source>
      <translation>El archivo se guardó con una versión más reciente de este programa</translation>
    </message>
    <message>
      <source>The folder of this server cannot be used</source>
      <translation>No se puede usar la carpeta de este servidor</translation>
    </message>
    <message>
      <source>The passphrase does not open the file</source>
      <translation>La frase secreta no abre el archivo</translation>
    </message>
    <message>
      <source>The password does not open what is kept on this computer</source>
      <translation>La contraseña no abre lo que se guarda en este ordenador</translation>
    </message>
    <message>
      <source>The program is already open</source>
      <translation>El programa ya está abierto</translation>
    </message>
    <message>
      <source>The program made a mistake</source>
      <translation>El programa ha cometido un error</translation>
    </message>
    <message>
      <source>The server cannot be reached</source>
      <translation>No se puede llegar al servidor</translation>
    </message>
    <message>
      <source>The server does not allow it with your role. Ask an administrator of your facility if you need it.</source>
      <translation>El servidor no lo permite con su función. Si lo necesita, pídalo a un administrador de su centro.</translation>
    </message>
    <message>
      <source>The server does not recognise you any more</source>
      <translation>El servidor ya no le reconoce</translation>
    </message>
    <message>
      <source>The server ended this session. What you wrote is kept here and sent once you sign in again.</source>
      <translation>El servidor cerró esta sesión. Lo que ha escrito se guarda aquí y se envía cuando inicie sesión de nuevo.</translation>
    </message>
    <message>
      <source>The server has trouble of its own</source>
      <translation>El servidor tiene un problema propio</translation>
    </message>
    <message>
      <source>The server is busy</source>
      <translation>El servidor está ocupado</translation>
    </message>
    <message>
      <source>The server wants to be sure that it is you</source>
      <translation>El servidor quiere asegurarse de que es usted</translation>
    </message>
    <message>
      <source>This account is suspended</source>
      <translation>Esta cuenta está suspendida</translation>
    </message>
    <message>
      <source>This address has not been confirmed</source>
      <translation>Esta dirección no se ha confirmado</translation>
    </message>
    <message>
      <source>This clinic does not offer this</source>
      <translation>Esta clínica no lo ofrece</translation>
    </message>
    <message>
      <source>This code is not right, or too old</source>
      <translation>Este código no es correcto o ya ha caducado</translation>
    </message>
    <message>
      <source>This computer has no account to run the server under</source>
      <translation>Este ordenador no tiene una cuenta para el servidor</translation>
    </message>
    <message>
      <source>This computer has no program for web pages. Use your password instead.</source>
      <translation>Este ordenador no tiene un programa para páginas web. Use su contraseña.</translation>
    </message>
    <message>
      <source>This computer has not heard from the clinic for too long</source>
      <translation>Este ordenador lleva demasiado tiempo sin noticias de la clínica</translation>
    </message>
    <message>
      <source>This did not work</source>
      <translation>Esto no ha funcionado</translation>
    </message>
    <message>
      <source>This escrow key does not open it</source>
      <translation>Esta clave de custodia no lo abre</translation>
    </message>
    <message>
      <source>This is not a file of drafts</source>
      <translation>Esto no es un archivo de borradores</translation>
    </message>
    <message>
      <source>This is not quite a recovery code</source>
      <translation>Esto no es exactamente un código de recuperación</translation>
    </message>
    <message>
      <source>This is not the server of a clinic</source>
      <translation>Este no es el servidor de una clínica</translation>
    </message>
    <message>
      <source>This is the password you have already</source>
      <translation>Esta es la contraseña que ya tiene</translation>
    </message>
    <message>
      <source>This password is too easy to guess</source>
      <translation>Esta contraseña es demasiado fácil de adivinar</translation>
    </message>
    <message>
      <source>This program is too old for the server</source>
      <translation>Este programa es demasiado antiguo para el servidor</translation>
    </message>
    <message>
      <source>This record is not here any more</source>
      <translation>Este registro ya no está aquí</translation>
    </message>
    <message>
      <source>This recovery code opens nothing here</source>
      <translation>Este código de recuperación no abre nada aquí</translation>
    </message>
    <message>
      <source>This took too long</source>
      <translation>Ha tardado demasiado</translation>
    </message>
    <message>
      <source>This window holds another person's work. Sign in as that person.</source>
      <translation>Esta ventana contiene el trabajo de otra persona. Inicie sesión como esa persona.</translation>
    </message>
    <message>
      <source>Too many wrong passwords</source>
      <translation>Demasiadas contraseñas incorrectas</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>Intentar de nuevo</translation>
    </message>
    <message>
      <source>Type it again</source>
      <translation>Escribir de nuevo</translation>
    </message>
    <message>
      <source>Type the latest one, or have a new one made.</source>
      <translation>Escriba el último o pida uno nuevo.</translation>
    </message>
    <message>
      <source>Update the program</source>
      <translation>Actualizar el programa</translation>
    </message>
    <message>
      <source>Use another port</source>
      <translation>Usar otro puerto</translation>
    </message>
    <message>
      <source>Use the code in it. Another one can be sent in a minute.</source>
      <translation>Use el código que contiene. Dentro de un minuto se puede enviar otro.</translation>
    </message>
    <message>
      <source>Use your password, or ask an administrator of your clinic.</source>
      <translation>Use su contraseña o pregunte a un administrador de su clínica.</translation>
    </message>
    <message>
      <source>Wait before the next try: each wrong one makes the wait longer. Starting the program again does not make it shorter.</source>
      <translation>Espere antes de volver a intentarlo: cada error alarga la espera. Reiniciar el programa no la acorta.</translation>
    </message>
    <message>
      <source>What is kept here was closed with another key of the clinic, or without one. Look for the key that was in use then, or open it with a password or a recovery code.</source>
      <translation>Lo que se guarda aquí se cerró con otra clave de la clínica, o sin ninguna. Busque la clave que se usaba entonces, o ábralo con una contraseña o un código de recuperación.</translation>
    </message>
    <message>
      <source>What is kept on this computer still opens with the one before. Type that one too, once.</source>
      <translation>Lo que se guarda en este ordenador aún se abre con la anterior. Escríbala también, una sola vez.</translation>
    </message>
    <message>
      <source>What was saved before is safe. Please report it, with what you were doing, so that it can be put right.</source>
      <translation>Lo guardado antes está a salvo. Avise, por favor, y cuente qué estaba haciendo, para que se pueda corregir.</translation>
    </message>
    <message>
      <source>What you just did could not be saved. Delete files you do not need, then do it again.</source>
      <translation>Lo último que hizo no se pudo guardar. Borre archivos que no necesite y hágalo otra vez.</translation>
    </message>
    <message>
      <source>What you wrote is safe and can still be sent. To see what is new, update the program.</source>
      <translation>Lo que ha escrito está a salvo y aún se puede enviar. Para ver lo nuevo, actualice el programa.</translation>
    </message>
    <message>
      <source>You do not work in a clinic yet</source>
      <translation>Usted aún no trabaja en ninguna clínica</translation>
    </message>
    <message>
      <source>You have been signed out</source>
      <translation>Se ha cerrado su sesión</translation>
    </message>
    <message>
      <source>You may not do this</source>
      <translation>No tiene permiso para esto</translation>
    </message>
    <message>
      <source>Your account is right, but no clinic has made you a member. Ask its administrator, then sign in again.</source>
      <translation>Su cuenta es correcta, pero ninguna clínica le ha dado de alta. Pídalo a su administrador e inicie sesión de nuevo.</translation>
    </message>
    <message>
      <source>Your clinic lets it show records until then, and no longer change them. Nothing was lost. Connect to the server, or open it in an emergency.</source>
      <translation>Hasta entonces su clínica le deja mostrar registros, pero no cambiarlos. No se ha perdido nada. Conéctese al servidor o ábralo en una emergencia.</translation>
    </message>
    <message>
      <source>Your data was removed from this computer</source>
      <translation>Sus datos se han eliminado de este ordenador</translation>
    </message>
    <message>
      <source>Your password was changed elsewhere</source>
      <translation>Su contraseña se cambió en otro lugar</translation>
    </message>
  </context>
  <context>
    <name>Feature</name>
    <message>
      <source>Needs attention</source>
      <translation>Por revisar</translation>
    </message>
    <message>
      <source>Patients</source>
      <translation>Pacientes</translation>
    </message>
    <message>
      <source>People and rules</source>
      <translation>Personas y reglas</translation>
    </message>
    <message>
      <source>Schedule</source>
      <translation>Agenda</translation>
    </message>
    <message>
      <source>Sync status</source>
      <translation>Sincronización</translation>
    </message>
    <message>
      <source>Who did what</source>
      <translation>Quién hizo qué</translation>
    </message>
  </context>
  <context>
    <name>Files</name>
    <message>
      <source>Replace</source>
      <translation>Reemplazar</translation>
    </message>
    <message>
      <source>Replace the file?</source>
      <translation>¿Reemplazar el archivo?</translation>
    </message>
    <message>
      <source>{name} is there already.</source>
      <translation>{name} ya existe.</translation>
    </message>
  </context>
  <context>
    <name>Format</name>
    <message numerus="yes">
      <source>%n day(s)</source>
      <translation>
        <numerusform>%n día</numerusform>
        <numerusform>%n días</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n month(s)</source>
      <translation>
        <numerusform>%n mes</numerusform>
        <numerusform>%n meses</numerusform>
      </translation>
    </message>
    <message>
      <source>d</source>
      <translation>d</translation>
    </message>
    <message>
      <source>h</source>
      <translation>h</translation>
    </message>
    <message>
      <source>min</source>
      <translation>min</translation>
    </message>
    <message>
      <source>s</source>
      <translation>s</translation>
    </message>
    <message>
      <source>today</source>
      <translation>hoy</translation>
    </message>
    <message>
      <source>tomorrow</source>
      <translation>mañana</translation>
    </message>
    <message>
      <source>y</source>
      <translation>años</translation>
    </message>
    <message>
      <source>yesterday</source>
      <translation>ayer</translation>
    </message>
    <message>
      <source>{length} ago</source>
      <translation>hace {length}</translation>
    </message>
  </context>
  <context>
    <name>Handover</name>
    <message>
      <source>An administrator adds people to the clinic.</source>
      <translation>Un administrador añade personas a la clínica.</translation>
    </message>
    <message>
      <source>Colleagues</source>
      <translation>Compañeros</translation>
    </message>
    <message>
      <source>Hand over</source>
      <translation>Entregar</translation>
    </message>
    <message>
      <source>Hand over to a colleague</source>
      <translation>Entregar a un compañero</translation>
    </message>
    <message>
      <source>Handed over by {who}, {when}.</source>
      <translation>Lo entregó {who}, {when}.</translation>
    </message>
    <message>
      <source>It could not be handed over: that person does not work here any more, or may not have it.</source>
      <translation>No se pudo entregar: esa persona ya no trabaja aquí o no puede recibirlo.</translation>
    </message>
    <message>
      <source>It has been decided already.</source>
      <translation>Ya se ha decidido.</translation>
    </message>
    <message>
      <source>Nobody else works here</source>
      <translation>Aquí no trabaja nadie más</translation>
    </message>
    <message>
      <source>Other changes of yours hang on this record. Decide it here, and they go with it.</source>
      <translation>De este registro dependen otros cambios suyos. Decídalo aquí y se irán con él.</translation>
    </message>
    <message>
      <source>The note is too long: at most {most} characters.</source>
      <translation>La nota es demasiado larga: como máximo {most} caracteres.</translation>
    </message>
    <message>
      <source>They get the card with all its texts and decide. You keep yours to read.</source>
      <translation>Recibe el caso con todos sus textos y decide. Usted conserva el suyo para leerlo.</translation>
    </message>
    <message>
      <source>This one can only be decided here.</source>
      <translation>Esto solo se puede decidir aquí.</translation>
    </message>
    <message>
      <source>This person does not work in the clinic of the record.</source>
      <translation>Esta persona no trabaja en la clínica del registro.</translation>
    </message>
    <message>
      <source>What should they know?</source>
      <translation>¿Qué debe saber?</translation>
    </message>
    <message>
      <source>Without a name</source>
      <translation>Sin nombre</translation>
    </message>
  </context>
  <context>
    <name>History</name>
    <message>
      <source>Added</source>
      <translation>Añadido</translation>
    </message>
    <message>
      <source>After</source>
      <translation>Después</translation>
    </message>
    <message>
      <source>Before</source>
      <translation>Antes</translation>
    </message>
    <message>
      <source>Changed</source>
      <translation>Cambiado</translation>
    </message>
    <message>
      <source>Changed elsewhere</source>
      <translation>Cambiado en otro lugar</translation>
    </message>
    <message>
      <source>Changes of this record</source>
      <translation>Cambios de este registro</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Cerrar</translation>
    </message>
    <message>
      <source>Decided: {what}</source>
      <translation>Decidido: {what}</translation>
    </message>
    <message>
      <source>Fields: {fields}</source>
      <translation>Campos: {fields}</translation>
    </message>
    <message>
      <source>Find in the changes</source>
      <translation>Buscar en los cambios</translation>
    </message>
    <message>
      <source>No change is known here</source>
      <translation>Aquí no consta ningún cambio</translation>
    </message>
    <message>
      <source>On the server</source>
      <translation>En el servidor</translation>
    </message>
    <message>
      <source>Removed</source>
      <translation>Eliminado</translation>
    </message>
    <message>
      <source>Waits for a decision</source>
      <translation>Pendiente de decidir</translation>
    </message>
    <message>
      <source>What is changed on this computer is kept here, with all its texts.</source>
      <translation>Lo que se cambia en este ordenador se guarda aquí, con todos sus textos.</translation>
    </message>
    <message>
      <source>What it was before is not kept on this computer.</source>
      <translation>Lo que había antes no se guarda en este ordenador.</translation>
    </message>
    <message>
      <source>What was changed</source>
      <translation>Qué se cambió</translation>
    </message>
    <message>
      <source>Written by {who}</source>
      <translation>Escrito por {who}</translation>
    </message>
    <message>
      <source>about {time}</source>
      <translation>hacia: {time}</translation>
    </message>
    <message>
      <source>being confirmed</source>
      <translation>por confirmar</translation>
    </message>
    <message>
      <source>being sent</source>
      <translation>enviándose</translation>
    </message>
    <message>
      <source>kept</source>
      <translation>conservado</translation>
    </message>
    <message>
      <source>not sent yet</source>
      <translation>sin enviar aún</translation>
    </message>
    <message>
      <source>nothing</source>
      <translation>nada</translation>
    </message>
    <message>
      <source>on the server</source>
      <translation>en el servidor</translation>
    </message>
    <message>
      <source>waits in Needs attention</source>
      <translation>espera en Por revisar</translation>
    </message>
  </context>
  <context>
    <name>Keys</name>
    <message>
      <source>A public key has 44 characters and ends with an equals sign.</source>
      <translation>Una clave pública tiene 44 caracteres y termina con un signo igual.</translation>
    </message>
    <message>
      <source>A recovery code opens everything that is kept here.</source>
      <translation>Un código de recuperación abre todo lo que se guarda aquí.</translation>
    </message>
    <message>
      <source>Change the clinic's escrow key</source>
      <translation>Cambiar la clave de custodia de la clínica</translation>
    </message>
    <message>
      <source>Everything kept here is locked with a new key. Do it when this computer, its disk or a copy may have been in other hands. Trust in this computer ends with it, and a printed recovery code becomes worthless. Your password stays the same.</source>
      <translation>Todo lo que se guarda aquí se cierra con una clave nueva. Hágalo si este ordenador, su disco o una copia pueden haber estado en otras manos. Se acaba la confianza en este ordenador y un código de recuperación impreso deja de valer. Su contraseña no cambia.</translation>
    </message>
    <message>
      <source>From now on the password is asked for.</source>
      <translation>Desde ahora se pide la contraseña.</translation>
    </message>
    <message>
      <source>Make new keys</source>
      <translation>Crear claves nuevas</translation>
    </message>
    <message>
      <source>Make new keys…</source>
      <translation>Crear claves nuevas…</translation>
    </message>
    <message>
      <source>Making new keys</source>
      <translation>Creando claves nuevas</translation>
    </message>
    <message>
      <source>New keys for this computer</source>
      <translation>Claves nuevas para este ordenador</translation>
    </message>
    <message>
      <source>New keys wanted.</source>
      <translation>Se piden claves nuevas.</translation>
    </message>
    <message>
      <source>Nothing was changed.</source>
      <translation>No se ha cambiado nada.</translation>
    </message>
    <message>
      <source>Parts of it cannot be read any more. It can be put aside, where it stays, and everything the server has be fetched again.</source>
      <translation>Hay partes que ya no se pueden leer. Se puede apartar, donde se conserva, y traer de nuevo todo lo que tiene el servidor.</translation>
    </message>
    <message>
      <source>Password used on this computer</source>
      <translation>Contraseña usada en este ordenador</translation>
    </message>
    <message>
      <source>Public key</source>
      <translation>Clave pública</translation>
    </message>
    <message>
      <source>Recovery code for this computer</source>
      <translation>Código de recuperación de este ordenador</translation>
    </message>
    <message>
      <source>Set aside and fetch again…</source>
      <translation>Apartar y traer de nuevo…</translation>
    </message>
    <message>
      <source>The clinic's escrow key</source>
      <translation>Clave de custodia de la clínica</translation>
    </message>
    <message>
      <source>The escrow key was changed.</source>
      <translation>Se ha cambiado la clave de custodia.</translation>
    </message>
    <message>
      <source>The password opens it, as before.</source>
      <translation>Se abre con la contraseña, como antes.</translation>
    </message>
    <message>
      <source>Then the program opens for whoever is signed in to this computer as you. A locked window still asks for the password.</source>
      <translation>El programa se abrirá para quien use este ordenador con la sesión de usted. Una ventana bloqueada sigue pidiendo la contraseña.</translation>
    </message>
    <message>
      <source>This computer has no keyring that works.</source>
      <translation>Este ordenador no tiene un llavero que funcione.</translation>
    </message>
    <message>
      <source>This computer is trusted.</source>
      <translation>Este ordenador es de confianza.</translation>
    </message>
    <message>
      <source>This password does not open it. Nothing was changed.</source>
      <translation>Esta contraseña no lo abre. No se ha cambiado nada.</translation>
    </message>
    <message>
      <source>Trust this computer no more</source>
      <translation>Dejar de confiar en este ordenador</translation>
    </message>
    <message>
      <source>Trust this computer: open without the password</source>
      <translation>Confiar en este ordenador: abrir sin contraseña</translation>
    </message>
    <message>
      <source>Type your password.</source>
      <translation>Escriba su contraseña.</translation>
    </message>
    <message>
      <source>What `clinic-app escrow new` has printed. Each computer seals its key to it, so that you can open what a forgotten password has closed. Empty: no escrow.</source>
      <translation>Lo que imprimió `clinic-app escrow new`. Cada ordenador cierra su clave con ella, para que usted pueda abrir lo que cerró una contraseña olvidada. Vacío: sin custodia.</translation>
    </message>
    <message>
      <source>What is kept here has new keys.</source>
      <translation>Lo que se guarda aquí tiene claves nuevas.</translation>
    </message>
    <message>
      <source>What is kept on this computer is damaged.</source>
      <translation>Lo que se guarda en este ordenador está dañado.</translation>
    </message>
    <message>
      <source>Whoever has the private half can open the replicas of this clinic.</source>
      <translation>Quien tenga la mitad privada puede abrir lo que guardan los ordenadores de esta clínica.</translation>
    </message>
    <message>
      <source>Your clinic asks that what is kept on this computer be locked with new keys. It takes a moment, and you can go on afterwards.</source>
      <translation>Su clínica pide que lo guardado en este ordenador se cierre con claves nuevas. Tarda un momento y después puede continuar.</translation>
    </message>
  </context>
  <context>
    <name>Lease</name>
    <message>
      <source>Closed</source>
      <translation>Cerrado</translation>
    </message>
    <message>
      <source>Closed until this computer hears from the clinic</source>
      <translation>Cerrado hasta que este ordenador tenga noticias de la clínica</translation>
    </message>
    <message>
      <source>Looking for the server…</source>
      <translation>Buscando el servidor…</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>Abrir</translation>
    </message>
    <message>
      <source>Open in an emergency</source>
      <translation>Abrir en una emergencia</translation>
    </message>
    <message>
      <source>Open in an emergency…</source>
      <translation>Abrir en una emergencia…</translation>
    </message>
    <message>
      <source>Opened in an emergency.</source>
      <translation>Abierto en una emergencia.</translation>
    </message>
    <message>
      <source>Reading only.</source>
      <translation>Solo lectura.</translation>
    </message>
    <message>
      <source>Say in a few words why it cannot wait.</source>
      <translation>Diga en pocas palabras por qué no puede esperar.</translation>
    </message>
    <message>
      <source>Sign in</source>
      <translation>Iniciar sesión</translation>
    </message>
    <message>
      <source>Since {since}, until {until} or the next contact. It is in the audit trail, and the clinic hears of it.</source>
      <translation>Desde {since}, hasta {until} o el próximo contacto. Consta en el registro de auditoría y la clínica lo sabrá.</translation>
    </message>
    <message>
      <source>The last contact was {since}. Your clinic keeps its records closed on a computer that was away for so long. What you wrote is kept, and nothing is lost.</source>
      <translation>Último contacto: {since}. Su clínica mantiene cerrados los registros en un ordenador que lleva tanto tiempo sin conexión. Lo que ha escrito se conserva y no se ha perdido nada.</translation>
    </message>
    <message>
      <source>This computer last heard from the clinic {since}. You can write again as soon as it is connected.</source>
      <translation>Último contacto de este ordenador con la clínica: {since}. Podrá volver a escribir en cuanto se conecte.</translation>
    </message>
    <message>
      <source>This computer's permission to work without the server cannot be read. You can write again as soon as the server has given a new one. What you wrote is kept.</source>
      <translation>El permiso de este ordenador para trabajar sin el servidor no se puede leer. Podrá volver a escribir en cuanto el servidor haya dado uno nuevo. Lo que ha escrito se conserva.</translation>
    </message>
    <message>
      <source>This computer's permission to work without the server cannot be read. Your clinic keeps its records closed until the server gives a new one. What you wrote is kept, and nothing is lost.</source>
      <translation>El permiso de este ordenador para trabajar sin el servidor no se puede leer. Su clínica mantiene cerrados los registros hasta que el servidor dé uno nuevo. Lo que ha escrito se conserva y no se ha perdido nada.</translation>
    </message>
    <message>
      <source>Try to connect</source>
      <translation>Intentar conectar</translation>
    </message>
    <message>
      <source>Why it cannot wait</source>
      <translation>Por qué no puede esperar</translation>
    </message>
    <message>
      <source>You are signed out.</source>
      <translation>Se ha cerrado su sesión.</translation>
    </message>
    <message>
      <source>Your name, the time and what you type here go into the audit trail, and to the clinic at the next contact. It stays open for {length}.</source>
      <translation>Su nombre, la hora y lo que escriba aquí constarán en el registro de auditoría y llegarán a la clínica en el próximo contacto. Queda abierto durante {length}.</translation>
    </message>
  </context>
  <context>
    <name>Lock</name>
    <message>
      <source>Another person…</source>
      <translation>Entrar como otra persona…</translation>
    </message>
    <message>
      <source>Locked</source>
      <translation>Bloqueado</translation>
    </message>
    <message>
      <source>Opening…</source>
      <translation>Abriendo…</translation>
    </message>
    <message>
      <source>Password</source>
      <translation>Contraseña</translation>
    </message>
    <message>
      <source>Somebody else</source>
      <translation>Otra persona</translation>
    </message>
    <message>
      <source>Switch</source>
      <translation>Cambiar</translation>
    </message>
    <message>
      <source>This password does not open it.</source>
      <translation>Esta contraseña no lo abre.</translation>
    </message>
    <message>
      <source>Too many wrong passwords. The next try in {time}.</source>
      <translation>Demasiadas contraseñas incorrectas. Próximo intento en {time}.</translation>
    </message>
    <message>
      <source>Unlock</source>
      <translation>Desbloquear</translation>
    </message>
    <message>
      <source>Use the recovery code…</source>
      <translation>Usar el código de recuperación…</translation>
    </message>
  </context>
  <context>
    <name>Page</name>
    <message>
      <source>Reading…</source>
      <translation>Leyendo…</translation>
    </message>
  </context>
  <context>
    <name>Palette</name>
    <message>
      <source>A patient, a page or an action…</source>
      <translation>Un paciente, una página o una acción…</translation>
    </message>
    <message>
      <source>Action</source>
      <translation>Acción</translation>
    </message>
    <message>
      <source>Find anything</source>
      <translation>Buscar cualquier cosa</translation>
    </message>
    <message>
      <source>Found</source>
      <translation>Encontrados</translation>
    </message>
    <message>
      <source>Nothing is called that.</source>
      <translation>Nada se llama así.</translation>
    </message>
    <message>
      <source>Page</source>
      <translation>Página</translation>
    </message>
    <message>
      <source>↑ ↓ choose · Enter opens · Esc closes</source>
      <translation>↑ ↓ elegir · Intro abre · Esc cierra</translation>
    </message>
  </context>
  <context>
    <name>PatientPicker</name>
    <message>
      <source>Change</source>
      <translation>Cambiar</translation>
    </message>
    <message>
      <source>Change patient {name}</source>
      <translation>Cambiar el paciente {name}</translation>
    </message>
    <message>
      <source>Name, phone, number, birth date</source>
      <translation>Nombre, teléfono, número, nacimiento</translation>
    </message>
    <message>
      <source>Patients found</source>
      <translation>Pacientes encontrados</translation>
    </message>
    <message>
      <source>Register new patient</source>
      <translation>Registrar paciente nuevo</translation>
    </message>
    <message>
      <source>no number yet</source>
      <translation>aún sin número</translation>
    </message>
  </context>
  <context>
    <name>Patients</name>
    <message numerus="yes">
      <source>%n patient(s)</source>
      <translation>
        <numerusform>%n paciente</numerusform>
        <numerusform>%n pacientes</numerusform>
      </translation>
    </message>
    <message>
      <source>Address</source>
      <translation>Dirección</translation>
    </message>
    <message>
      <source>An e-mail address looks like name@example.org.</source>
      <translation>Un correo electrónico tiene la forma nombre@example.org.</translation>
    </message>
    <message>
      <source>Archive</source>
      <translation>Archivar</translation>
    </message>
    <message>
      <source>Archive a patient</source>
      <translation>Archivar un paciente</translation>
    </message>
    <message>
      <source>Archived</source>
      <translation>Archivado</translation>
    </message>
    <message>
      <source>Back in the lists</source>
      <translation>De nuevo en las listas</translation>
    </message>
    <message>
      <source>Back to the form</source>
      <translation>Volver al formulario</translation>
    </message>
    <message>
      <source>Being sent</source>
      <translation>Enviándose</translation>
    </message>
    <message>
      <source>Birth date</source>
      <translation>Fecha de nacimiento</translation>
    </message>
    <message>
      <source>Book</source>
      <translation>Dar cita</translation>
    </message>
    <message>
      <source>Book for this patient</source>
      <translation>Dar cita a este paciente</translation>
    </message>
    <message>
      <source>Book one with Ctrl B.</source>
      <translation>Dé una con Ctrl B.</translation>
    </message>
    <message>
      <source>Changes</source>
      <translation>Cambios</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Cerrar</translation>
    </message>
    <message>
      <source>Coming</source>
      <translation>Próximas</translation>
    </message>
    <message>
      <source>Coming appointments</source>
      <translation>Próximas citas</translation>
    </message>
    <message>
      <source>Correct a patient's details</source>
      <translation>Corregir los datos de un paciente</translation>
    </message>
    <message>
      <source>Discard changes</source>
      <translation>Descartar cambios</translation>
    </message>
    <message>
      <source>E-mail</source>
      <translation>Correo electrónico</translation>
    </message>
    <message>
      <source>Edit</source>
      <translation>Editar</translation>
    </message>
    <message>
      <source>Edit this patient</source>
      <translation>Editar este paciente</translation>
    </message>
    <message>
      <source>Edit {name}</source>
      <translation>Editar: {name}</translation>
    </message>
    <message>
      <source>Everybody who is registered will be listed here.</source>
      <translation>Aquí aparecerán todas las personas registradas.</translation>
    </message>
    <message>
      <source>Family name</source>
      <translation>Apellidos</translation>
    </message>
    <message>
      <source>Female</source>
      <translation>Mujer</translation>
    </message>
    <message>
      <source>Fewer letters find more; so does the birth date.</source>
      <translation>Con menos letras se encuentra más; también con la fecha de nacimiento.</translation>
    </message>
    <message>
      <source>Find a patient</source>
      <translation>Buscar un paciente</translation>
    </message>
    <message>
      <source>First {most}; type to narrow</source>
      <translation>Primeros {most}; acote más</translation>
    </message>
    <message>
      <source>For</source>
      <translation>Motivo</translation>
    </message>
    <message>
      <source>For the desk only: nothing clinical belongs here.</source>
      <translation>Solo para recepción: aquí no va nada clínico.</translation>
    </message>
    <message>
      <source>Gender</source>
      <translation>Sexo</translation>
    </message>
    <message>
      <source>Given name</source>
      <translation>Nombre</translation>
    </message>
    <message>
      <source>Go on with them</source>
      <translation>Seguir con ellos</translation>
    </message>
    <message>
      <source>Kept on this computer</source>
      <translation>Guardado en este ordenador</translation>
    </message>
    <message>
      <source>Kept, out of the lists</source>
      <translation>Se conserva, fuera de las listas</translation>
    </message>
    <message>
      <source>Last change</source>
      <translation>Último cambio</translation>
    </message>
    <message>
      <source>Male</source>
      <translation>Hombre</translation>
    </message>
    <message>
      <source>Name, phone, number, birth date</source>
      <translation>Nombre, teléfono, número, nacimiento</translation>
    </message>
    <message>
      <source>New patient</source>
      <translation>Paciente nuevo</translation>
    </message>
    <message>
      <source>No appointment ahead</source>
      <translation>Ninguna cita próxima</translation>
    </message>
    <message>
      <source>No name</source>
      <translation>Sin nombre</translation>
    </message>
    <message>
      <source>No patients yet</source>
      <translation>Aún no hay pacientes</translation>
    </message>
    <message>
      <source>Nobody chosen</source>
      <translation>Ningún paciente elegido</translation>
    </message>
    <message>
      <source>Nobody found</source>
      <translation>Nadie encontrado</translation>
    </message>
    <message>
      <source>Not known</source>
      <translation>No consta</translation>
    </message>
    <message>
      <source>Note for the desk</source>
      <translation>Nota para recepción</translation>
    </message>
    <message>
      <source>Nothing is registered yet. Two records of one person are hard to put together later: have a look first.</source>
      <translation>Aún no se ha registrado nada. Dos fichas de una persona son difíciles de unir después: mire antes.</translation>
    </message>
    <message>
      <source>Nothing yet</source>
      <translation>Nada todavía</translation>
    </message>
    <message>
      <source>Now in the record: {value}. Yours is kept.</source>
      <translation>Ahora en la ficha: {value}. Lo suyo se conserva.</translation>
    </message>
    <message>
      <source>Open this one</source>
      <translation>Abrir este</translation>
    </message>
    <message>
      <source>Other</source>
      <translation>Otro</translation>
    </message>
    <message>
      <source>Past</source>
      <translation>Anteriores</translation>
    </message>
    <message>
      <source>Past appointments</source>
      <translation>Citas anteriores</translation>
    </message>
    <message>
      <source>Patients</source>
      <translation>Pacientes</translation>
    </message>
    <message>
      <source>People who look alike</source>
      <translation>Personas parecidas</translation>
    </message>
    <message>
      <source>Phone</source>
      <translation>Teléfono</translation>
    </message>
    <message>
      <source>Reactivate</source>
      <translation>Reactivar</translation>
    </message>
    <message>
      <source>Reactivate a patient</source>
      <translation>Reactivar un paciente</translation>
    </message>
    <message>
      <source>Register</source>
      <translation>Registrar</translation>
    </message>
    <message>
      <source>Register a patient</source>
      <translation>Registrar un paciente</translation>
    </message>
    <message>
      <source>Register somebody new</source>
      <translation>Registrar a alguien nuevo</translation>
    </message>
    <message>
      <source>Registered</source>
      <translation>Registrado</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>Guardar</translation>
    </message>
    <message>
      <source>Saved</source>
      <translation>Guardado</translation>
    </message>
    <message>
      <source>Saved here, not sent yet</source>
      <translation>Guardado aquí, sin enviar aún</translation>
    </message>
    <message>
      <source>Sent, being confirmed</source>
      <translation>Enviado, por confirmar</translation>
    </message>
    <message>
      <source>Show archived</source>
      <translation>Ver archivados</translation>
    </message>
    <message>
      <source>Somebody</source>
      <translation>Alguien</translation>
    </message>
    <message>
      <source>Start over</source>
      <translation>Empezar de cero</translation>
    </message>
    <message>
      <source>State</source>
      <translation>Estado</translation>
    </message>
    <message>
      <source>That is too long ago. Check the year.</source>
      <translation>Es hace demasiado tiempo. Compruebe el año.</translation>
    </message>
    <message>
      <source>That is too long: at most {most} characters.</source>
      <translation>Es demasiado largo: como máximo {most} caracteres.</translation>
    </message>
    <message>
      <source>There is no such date. Type it like {example}.</source>
      <translation>Esa fecha no existe. Escríbala así: {example}.</translation>
    </message>
    <message>
      <source>This date lies ahead. Check the year.</source>
      <translation>Esta fecha es futura. Compruebe el año.</translation>
    </message>
    <message>
      <source>This does not look like a phone number. It is saved as it is.</source>
      <translation>No parece un número de teléfono. Se guarda tal cual.</translation>
    </message>
    <message>
      <source>This may be somebody you have already</source>
      <translation>Puede que ya tenga a esta persona</translation>
    </message>
    <message>
      <source>This record is not here any more.</source>
      <translation>Esta ficha ya no está aquí.</translation>
    </message>
    <message>
      <source>This record is not here.</source>
      <translation>Esta ficha no está aquí.</translation>
    </message>
    <message>
      <source>Type a name, a phone number or a birth date; Enter opens the first.</source>
      <translation>Escriba un nombre, un teléfono o una fecha de nacimiento; Intro abre el primero.</translation>
    </message>
    <message>
      <source>Undo a correction</source>
      <translation>Deshacer una corrección</translation>
    </message>
    <message>
      <source>Unsaved changes.</source>
      <translation>Cambios sin guardar.</translation>
    </message>
    <message>
      <source>Visits</source>
      <translation>Visitas</translation>
    </message>
    <message>
      <source>Waits in Needs attention</source>
      <translation>Espera en Por revisar</translation>
    </message>
    <message>
      <source>What of the past</source>
      <translation>Qué ver del pasado</translation>
    </message>
    <message>
      <source>What you typed ({when}) is back.</source>
      <translation>Ha vuelto lo que escribió ({when}).</translation>
    </message>
    <message>
      <source>What you typed is kept. Close the form to see who is here.</source>
      <translation>Lo que ha escrito se conserva. Cierre el formulario para ver quién hay.</translation>
    </message>
    <message>
      <source>What you typed was left alone; saving writes yours.</source>
      <translation>Lo que ha escrito no se ha tocado; al guardar vale lo suyo.</translation>
    </message>
    <message>
      <source>When</source>
      <translation>Cuándo</translation>
    </message>
    <message>
      <source>Who did what with this record</source>
      <translation>Quién hizo qué con esta ficha</translation>
    </message>
    <message>
      <source>With</source>
      <translation>Con</translation>
    </message>
    <message>
      <source>Without a family name nobody finds this record again.</source>
      <translation>Sin apellidos nadie vuelve a encontrar esta ficha.</translation>
    </message>
    <message>
      <source>You probably have this person already</source>
      <translation>Probablemente ya tiene a esta persona</translation>
    </message>
    <message>
      <source>You typed: {who}</source>
      <translation>Ha escrito: {who}</translation>
    </message>
    <message>
      <source>birth date nearly the same</source>
      <translation>fecha de nacimiento casi igual</translation>
    </message>
    <message>
      <source>birth date not known</source>
      <translation>nacimiento no consta</translation>
    </message>
    <message>
      <source>like {example}</source>
      <translation>p. ej. {example}</translation>
    </message>
    <message>
      <source>names the other way round</source>
      <translation>nombre y apellidos al revés</translation>
    </message>
    <message>
      <source>not given</source>
      <translation>no indicado</translation>
    </message>
    <message>
      <source>nothing</source>
      <translation>nada</translation>
    </message>
    <message>
      <source>number given when sent</source>
      <translation>el número llega al enviar</translation>
    </message>
    <message>
      <source>other birth date</source>
      <translation>otra fecha de nacimiento</translation>
    </message>
    <message>
      <source>same birth date</source>
      <translation>misma fecha de nacimiento</translation>
    </message>
    <message>
      <source>same name</source>
      <translation>mismo nombre</translation>
    </message>
    <message>
      <source>same phone</source>
      <translation>mismo teléfono</translation>
    </message>
    <message>
      <source>similar name</source>
      <translation>nombre parecido</translation>
    </message>
    <message>
      <source>somebody</source>
      <translation>alguien</translation>
    </message>
    <message>
      <source>{fields}.</source>
      <translation>{fields}.</translation>
    </message>
    <message>
      <source>{who} changed this record at {time}.</source>
      <translation>{who} cambió esta ficha a las {time}.</translation>
    </message>
    <message>
      <source>{who} changed this record.</source>
      <translation>{who} cambió esta ficha.</translation>
    </message>
    <message>
      <source>{who}, {when}</source>
      <translation>{who}, {when}</translation>
    </message>
  </context>
  <context>
    <name>QShortcut</name>
    <message>
      <source>Ctrl</source>
      <translation>Ctrl</translation>
    </message>
    <message>
      <source>Del</source>
      <translation>Supr</translation>
    </message>
    <message>
      <source>Enter</source>
      <translation>Intro</translation>
    </message>
    <message>
      <source>Esc</source>
      <translation>Esc</translation>
    </message>
    <message>
      <source>PgDown</source>
      <translation>AvPág</translation>
    </message>
    <message>
      <source>PgUp</source>
      <translation>RePág</translation>
    </message>
    <message>
      <source>Return</source>
      <translation>Intro</translation>
    </message>
  </context>
  <context>
    <name>Records</name>
    <message>
      <source>A patient</source>
      <translation>Un paciente</translation>
    </message>
    <message>
      <source>Active</source>
      <translation>Activo</translation>
    </message>
    <message>
      <source>Address</source>
      <translation>Dirección</translation>
    </message>
    <message>
      <source>Appointment</source>
      <translation>Cita</translation>
    </message>
    <message>
      <source>Begins</source>
      <translation>Empieza</translation>
    </message>
    <message>
      <source>Birth date</source>
      <translation>Fecha de nacimiento</translation>
    </message>
    <message>
      <source>Booked at another time</source>
      <translation>Cita dada a otra hora</translation>
    </message>
    <message>
      <source>Booked in the schedule</source>
      <translation>Reservado en la agenda</translation>
    </message>
    <message>
      <source>Chat</source>
      <translation>Chat</translation>
    </message>
    <message>
      <source>Chosen field by field</source>
      <translation>Elegido campo por campo</translation>
    </message>
    <message>
      <source>Clinic</source>
      <translation>Clínica</translation>
    </message>
    <message>
      <source>Could not be handed over</source>
      <translation>No se pudo entregar</translation>
    </message>
    <message>
      <source>Day of the week</source>
      <translation>Día de la semana</translation>
    </message>
    <message>
      <source>Decided at another computer</source>
      <translation>Decidido en otro ordenador</translation>
    </message>
    <message>
      <source>Discarded</source>
      <translation>Descartado</translation>
    </message>
    <message>
      <source>E-mail</source>
      <translation>Correo electrónico</translation>
    </message>
    <message>
      <source>Ends</source>
      <translation>Termina</translation>
    </message>
    <message>
      <source>Family name</source>
      <translation>Apellidos</translation>
    </message>
    <message>
      <source>Female</source>
      <translation>Mujer</translation>
    </message>
    <message>
      <source>From</source>
      <translation>Desde</translation>
    </message>
    <message>
      <source>Gender</source>
      <translation>Sexo</translation>
    </message>
    <message>
      <source>Given name</source>
      <translation>Nombre</translation>
    </message>
    <message>
      <source>Handed over</source>
      <translation>Entregado a otra persona</translation>
    </message>
    <message>
      <source>How they meet</source>
      <translation>Tipo de encuentro</translation>
    </message>
    <message>
      <source>In person</source>
      <translation>Presencial</translation>
    </message>
    <message>
      <source>Invitation</source>
      <translation>Invitación</translation>
    </message>
    <message>
      <source>Kept both</source>
      <translation>Se conservaron ambos</translation>
    </message>
    <message>
      <source>Kept mine</source>
      <translation>Se conservó lo mío</translation>
    </message>
    <message>
      <source>Kept the server's</source>
      <translation>Se conservó lo del servidor</translation>
    </message>
    <message>
      <source>Kind</source>
      <translation>Tipo</translation>
    </message>
    <message>
      <source>Kind of appointment</source>
      <translation>Tipo de cita</translation>
    </message>
    <message>
      <source>Male</source>
      <translation>Hombre</translation>
    </message>
    <message>
      <source>Member of the clinic</source>
      <translation>Miembro de la clínica</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>Nombre</translation>
    </message>
    <message>
      <source>Not known</source>
      <translation>No consta</translation>
    </message>
    <message>
      <source>Note</source>
      <translation>Nota</translation>
    </message>
    <message>
      <source>Other</source>
      <translation>Otro</translation>
    </message>
    <message>
      <source>Overbooked</source>
      <translation>Solapada</translation>
    </message>
    <message>
      <source>Own details</source>
      <translation>Datos propios</translation>
    </message>
    <message>
      <source>Patient</source>
      <translation>Paciente</translation>
    </message>
    <message>
      <source>Patient record</source>
      <translation>Ficha del paciente</translation>
    </message>
    <message>
      <source>Phone</source>
      <translation>Teléfono</translation>
    </message>
    <message>
      <source>Position</source>
      <translation>Posición</translation>
    </message>
    <message>
      <source>Provider</source>
      <translation>Profesional</translation>
    </message>
    <message>
      <source>Reason</source>
      <translation>Motivo</translation>
    </message>
    <message>
      <source>Role</source>
      <translation>Función</translation>
    </message>
    <message>
      <source>Room</source>
      <translation>Sala</translation>
    </message>
    <message>
      <source>Rules</source>
      <translation>Reglas</translation>
    </message>
    <message>
      <source>Sent again</source>
      <translation>Enviado de nuevo</translation>
    </message>
    <message>
      <source>State</source>
      <translation>Estado</translation>
    </message>
    <message>
      <source>Time off</source>
      <translation>Ausencia</translation>
    </message>
    <message>
      <source>Until</source>
      <translation>Hasta</translation>
    </message>
    <message>
      <source>Video</source>
      <translation>Vídeo</translation>
    </message>
    <message>
      <source>Why cancelled</source>
      <translation>Motivo de cancelación</translation>
    </message>
    <message>
      <source>Why overbooked</source>
      <translation>Motivo de solapamiento</translation>
    </message>
    <message>
      <source>With</source>
      <translation>Con</translation>
    </message>
    <message>
      <source>Working hours</source>
      <translation>Horario de trabajo</translation>
    </message>
    <message>
      <source>no</source>
      <translation>no</translation>
    </message>
    <message>
      <source>one that is not here</source>
      <translation>uno que no está aquí</translation>
    </message>
    <message>
      <source>patient record</source>
      <translation>ficha</translation>
    </message>
    <message>
      <source>somebody</source>
      <translation>alguien</translation>
    </message>
    <message>
      <source>yes</source>
      <translation>sí</translation>
    </message>
  </context>
  <context>
    <name>Recovery</name>
    <message>
      <source>A code has eight groups of five; this is longer.</source>
      <translation>Un código tiene ocho grupos de cinco; este es más largo.</translation>
    </message>
    <message>
      <source>A new code, or new keys of the computer, make this paper worthless: throw it away then.</source>
      <translation>Un código nuevo, o claves nuevas del ordenador, anulan este papel: tírelo entonces.</translation>
    </message>
    <message>
      <source>At least {count} characters.</source>
      <translation>Al menos {count} caracteres.</translation>
    </message>
    <message>
      <source>Clinic</source>
      <translation>Clínica</translation>
    </message>
    <message>
      <source>Computer</source>
      <translation>Ordenador</translation>
    </message>
    <message>
      <source>Done</source>
      <translation>Listo</translation>
    </message>
    <message>
      <source>For what is kept of {person} on this computer. The code is spent by it; make a new one afterwards.</source>
      <translation>Para lo que se guarda de {person} en este ordenador. El código se agota al usarlo; cree después uno nuevo.</translation>
    </message>
    <message>
      <source>I have it on paper</source>
      <translation>Lo tengo en papel</translation>
    </message>
    <message>
      <source>It opens what is kept on this computer when you have forgotten the password. It is shown this once and kept nowhere: print it, or write it down.</source>
      <translation>Abre lo que se guarda en este ordenador si olvida la contraseña. Solo se muestra esta vez y no se guarda en ningún sitio: imprímalo o anótelo.</translation>
    </message>
    <message>
      <source>Keep it where you keep other keys: not at the desk, not in a file, not in a mail.</source>
      <translation>Guárdelo donde guarda otras llaves: ni en la mesa, ni en un archivo, ni en un correo.</translation>
    </message>
    <message>
      <source>Made on</source>
      <translation>Creado el</translation>
    </message>
    <message>
      <source>New password for this computer</source>
      <translation>Contraseña nueva para este ordenador</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>Abrir</translation>
    </message>
    <message>
      <source>Open with the recovery code</source>
      <translation>Abrir con el código de recuperación</translation>
    </message>
    <message>
      <source>Person</source>
      <translation>Persona</translation>
    </message>
    <message>
      <source>Print…</source>
      <translation>Imprimir…</translation>
    </message>
    <message>
      <source>Recovery code</source>
      <translation>Código de recuperación</translation>
    </message>
    <message>
      <source>Save as text…</source>
      <translation>Guardar como texto…</translation>
    </message>
    <message>
      <source>Save the recovery code</source>
      <translation>Guardar el código de recuperación</translation>
    </message>
    <message>
      <source>Something in group {number} is not as on the paper.</source>
      <translation>Algo del grupo {number} no está como en el papel.</translation>
    </message>
    <message>
      <source>The same again</source>
      <translation>La misma otra vez</translation>
    </message>
    <message>
      <source>The two are not the same.</source>
      <translation>Las dos no son iguales.</translation>
    </message>
    <message>
      <source>This computer knows no printer. Save it, or write it down.</source>
      <translation>Este ordenador no conoce ninguna impresora. Guárdelo o anótelo.</translation>
    </message>
    <message>
      <source>Type the code from the paper.</source>
      <translation>Escriba el código del papel.</translation>
    </message>
    <message>
      <source>Whoever has this code opens what is kept for this person on this computer, once, and sets a new password. The account at the server is not touched by it.</source>
      <translation>Quien tenga este código abre una vez lo que se guarda de esta persona en este ordenador y pone una contraseña nueva. La cuenta del servidor no cambia.</translation>
    </message>
    <message>
      <source>Your recovery code</source>
      <translation>Su código de recuperación</translation>
    </message>
    <message>
      <source>recovery code</source>
      <translation>código de recuperación</translation>
    </message>
  </context>
  <context>
    <name>Role</name>
    <message>
      <source>Administrator</source>
      <translation>Administración</translation>
    </message>
    <message>
      <source>Doctor</source>
      <translation>Medicina</translation>
    </message>
    <message>
      <source>Nurse</source>
      <translation>Enfermería</translation>
    </message>
    <message>
      <source>Patient</source>
      <translation>Paciente</translation>
    </message>
    <message>
      <source>Reception</source>
      <translation>Recepción</translation>
    </message>
    <message>
      <source>System administrator</source>
      <translation>Administración del sistema</translation>
    </message>
  </context>
  <context>
    <name>Schedule</name>
    <message numerus="yes">
      <source>%n appointment(s)</source>
      <translation>
        <numerusform>%n cita</numerusform>
        <numerusform>%n citas</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n waiting</source>
      <translation>
        <numerusform>%n en espera</numerusform>
        <numerusform>%n en espera</numerusform>
      </translation>
    </message>
    <message>
      <source>Already booked: {visits}</source>
      <translation>Ya tiene cita: {visits}</translation>
    </message>
    <message>
      <source>Also booked:</source>
      <translation>También tiene cita:</translation>
    </message>
    <message>
      <source>An administrator adds providers and their hours.</source>
      <translation>Un administrador añade profesionales y sus horarios.</translation>
    </message>
    <message>
      <source>Appointment</source>
      <translation>Cita</translation>
    </message>
    <message>
      <source>Appointment of {name} cancelled</source>
      <translation>Cita de {name} cancelada</translation>
    </message>
    <message>
      <source>Appointment of {name} is back</source>
      <translation>La cita de {name} vuelve a estar</translation>
    </message>
    <message>
      <source>Arrived</source>
      <translation>Ha llegado</translation>
    </message>
    <message>
      <source>Arrived after all</source>
      <translation>Al final ha llegado</translation>
    </message>
    <message>
      <source>Away</source>
      <translation>Ausente</translation>
    </message>
    <message>
      <source>B books</source>
      <translation>B da cita</translation>
    </message>
    <message>
      <source>Back to waiting</source>
      <translation>De nuevo en espera</translation>
    </message>
    <message>
      <source>Book</source>
      <translation>Dar cita</translation>
    </message>
    <message>
      <source>Book appointment</source>
      <translation>Dar cita</translation>
    </message>
    <message>
      <source>Book it all the same</source>
      <translation>Dar cita de todos modos</translation>
    </message>
    <message>
      <source>Book over it</source>
      <translation>Solapar la cita</translation>
    </message>
    <message>
      <source>Calendar</source>
      <translation>Calendario</translation>
    </message>
    <message>
      <source>Call in</source>
      <translation>Hacer pasar</translation>
    </message>
    <message>
      <source>Call in {name}</source>
      <translation>Hacer pasar a {name}</translation>
    </message>
    <message>
      <source>Cancel appointment</source>
      <translation>Cancelar la cita</translation>
    </message>
    <message>
      <source>Cancel this appointment?</source>
      <translation>¿Cancelar esta cita?</translation>
    </message>
    <message>
      <source>Cancelled: {reason}</source>
      <translation>Cancelada: {reason}</translation>
    </message>
    <message>
      <source>Chat</source>
      <translation>Chat</translation>
    </message>
    <message>
      <source>Choose the patient first.</source>
      <translation>Elija antes al paciente.</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Cerrar</translation>
    </message>
    <message>
      <source>Complete</source>
      <translation>Finalizar</translation>
    </message>
    <message>
      <source>Complete visit</source>
      <translation>Finalizar la visita</translation>
    </message>
    <message>
      <source>Confirm</source>
      <translation>Confirmar</translation>
    </message>
    <message>
      <source>Confirm appointment</source>
      <translation>Confirmar la cita</translation>
    </message>
    <message>
      <source>Date</source>
      <translation>Fecha</translation>
    </message>
    <message>
      <source>Day</source>
      <translation>Día</translation>
    </message>
    <message>
      <source>Draft, not sent yet</source>
      <translation>Borrador, sin enviar aún</translation>
    </message>
    <message>
      <source>Earlier</source>
      <translation>Anterior</translation>
    </message>
    <message>
      <source>Free</source>
      <translation>Libre</translation>
    </message>
    <message>
      <source>Free at {time}</source>
      <translation>Libre: {time}</translation>
    </message>
    <message>
      <source>Go to today</source>
      <translation>Ir a hoy</translation>
    </message>
    <message>
      <source>In person</source>
      <translation>Presencial</translation>
    </message>
    <message>
      <source>Keep it</source>
      <translation>Conservar</translation>
    </message>
    <message>
      <source>Kept on this computer</source>
      <translation>Guardado en este ordenador</translation>
    </message>
    <message>
      <source>Larger hours</source>
      <translation>Horas más grandes</translation>
    </message>
    <message>
      <source>Later</source>
      <translation>Siguiente</translation>
    </message>
    <message>
      <source>Leave it</source>
      <translation>Dejarlo</translation>
    </message>
    <message>
      <source>Length</source>
      <translation>Duración</translation>
    </message>
    <message>
      <source>Mark as arrived</source>
      <translation>Marcar como llegado</translation>
    </message>
    <message>
      <source>Mark as no-show</source>
      <translation>Marcar que no se presentó</translation>
    </message>
    <message>
      <source>Meeting</source>
      <translation>Modalidad</translation>
    </message>
    <message>
      <source>Move</source>
      <translation>Mover</translation>
    </message>
    <message>
      <source>Move anyway</source>
      <translation>Mover de todos modos</translation>
    </message>
    <message>
      <source>Move appointment</source>
      <translation>Mover la cita</translation>
    </message>
    <message>
      <source>Move one of the two, or overbook with a reason.</source>
      <translation>Mueva una de las dos o solápelas con un motivo.</translation>
    </message>
    <message>
      <source>Move over it</source>
      <translation>Mover y solapar</translation>
    </message>
    <message>
      <source>Move {name} to {time}?</source>
      <translation>¿Mover a {name} ({time})?</translation>
    </message>
    <message>
      <source>Moving to {place}, {time}. Enter puts it down, Escape leaves it where it was.</source>
      <translation>Moviendo a {place}, {time}. Intro la coloca, Esc la deja donde estaba.</translation>
    </message>
    <message>
      <source>Needs attention</source>
      <translation>Por revisar</translation>
    </message>
    <message>
      <source>Next free</source>
      <translation>Próximo libre</translation>
    </message>
    <message>
      <source>Next free time</source>
      <translation>Próxima hora libre</translation>
    </message>
    <message>
      <source>No free time in the next two weeks.</source>
      <translation>Ninguna hora libre en las próximas dos semanas.</translation>
    </message>
    <message>
      <source>No-show</source>
      <translation>No se presentó</translation>
    </message>
    <message>
      <source>Nobody can be booked yet</source>
      <translation>Aún no se puede dar cita con nadie</translation>
    </message>
    <message>
      <source>Nobody is waiting.</source>
      <translation>No espera nadie.</translation>
    </message>
    <message>
      <source>Not done yet</source>
      <translation>Aún no ha terminado</translation>
    </message>
    <message>
      <source>Not here yet</source>
      <translation>Aún no ha llegado</translation>
    </message>
    <message>
      <source>Open appointment</source>
      <translation>Abrir la cita</translation>
    </message>
    <message>
      <source>Open record</source>
      <translation>Abrir la ficha</translation>
    </message>
    <message>
      <source>Outside the working hours of {provider}: {hours}.</source>
      <translation>Fuera del horario de {provider}: {hours}.</translation>
    </message>
    <message>
      <source>Overbooked: {reason}</source>
      <translation>Solapada: {reason}</translation>
    </message>
    <message>
      <source>Patient</source>
      <translation>Paciente</translation>
    </message>
    <message>
      <source>Phone</source>
      <translation>Teléfono</translation>
    </message>
    <message>
      <source>Provider</source>
      <translation>Profesional</translation>
    </message>
    <message>
      <source>Put a cancelled appointment back</source>
      <translation>Recuperar una cita cancelada</translation>
    </message>
    <message>
      <source>Put it back</source>
      <translation>Recuperarla</translation>
    </message>
    <message>
      <source>Reason</source>
      <translation>Motivo</translation>
    </message>
    <message>
      <source>Reason (may stay empty)</source>
      <translation>Motivo (puede quedar vacío)</translation>
    </message>
    <message>
      <source>Reason to overbook</source>
      <translation>Motivo para solapar</translation>
    </message>
    <message>
      <source>Sending</source>
      <translation>Enviándose</translation>
    </message>
    <message>
      <source>Sent, being confirmed</source>
      <translation>Enviado, por confirmar</translation>
    </message>
    <message>
      <source>Show the day</source>
      <translation>Mostrar el día</translation>
    </message>
    <message>
      <source>Show the week</source>
      <translation>Mostrar la semana</translation>
    </message>
    <message>
      <source>Smaller hours</source>
      <translation>Horas más pequeñas</translation>
    </message>
    <message>
      <source>Start</source>
      <translation>Inicio</translation>
    </message>
    <message>
      <source>That is not possible now.</source>
      <translation>Ahora no es posible.</translation>
    </message>
    <message>
      <source>That time has passed.</source>
      <translation>Esa hora ya ha pasado.</translation>
    </message>
    <message>
      <source>The appointment is: {state}.</source>
      <translation>La cita está así: {state}.</translation>
    </message>
    <message>
      <source>The patient has another appointment {span}.</source>
      <translation>El paciente tiene otra cita: {span}.</translation>
    </message>
    <message>
      <source>The time has been given to somebody else.</source>
      <translation>La hora se ha dado a otra persona.</translation>
    </message>
    <message>
      <source>There is nobody to book with yet.</source>
      <translation>Aún no hay nadie con quien dar cita.</translation>
    </message>
    <message>
      <source>This appointment is not here any more.</source>
      <translation>Esta cita ya no está aquí.</translation>
    </message>
    <message>
      <source>Today</source>
      <translation>Hoy</translation>
    </message>
    <message>
      <source>Type</source>
      <translation>Tipo</translation>
    </message>
    <message>
      <source>Video</source>
      <translation>Vídeo</translation>
    </message>
    <message>
      <source>View</source>
      <translation>Vista</translation>
    </message>
    <message>
      <source>Waiting room</source>
      <translation>Sala de espera</translation>
    </message>
    <message>
      <source>Week</source>
      <translation>Semana</translation>
    </message>
    <message>
      <source>With</source>
      <translation>Con</translation>
    </message>
    <message numerus="yes">
      <source>and %n more</source>
      <translation>
        <numerusform>y %n más</numerusform>
        <numerusform>y %n más</numerusform>
      </translation>
    </message>
    <message>
      <source>arrived {time}</source>
      <translation>llegada {time}</translation>
    </message>
    <message>
      <source>no record number yet</source>
      <translation>aún sin número de historia</translation>
    </message>
    <message>
      <source>none in two weeks</source>
      <translation>ninguna en dos semanas</translation>
    </message>
    <message>
      <source>overbooked</source>
      <translation>solapada</translation>
    </message>
    <message>
      <source>{length} late</source>
      <translation>{length} de retraso</translation>
    </message>
    <message>
      <source>{name} booked for {time}</source>
      <translation>{name}: cita dada, {time}</translation>
    </message>
    <message>
      <source>{name} moved to {time}</source>
      <translation>{name}: cita movida, {time}</translation>
    </message>
    <message>
      <source>{place}, {time}, away</source>
      <translation>{place}, {time}, ausente</translation>
    </message>
    <message>
      <source>{place}, {time}, closed</source>
      <translation>{place}, {time}, cerrado</translation>
    </message>
    <message>
      <source>{place}, {time}, free</source>
      <translation>{place}, {time}, libre</translation>
    </message>
    <message>
      <source>{provider} already has an appointment {span}.</source>
      <translation>{provider} ya tiene una cita: {span}.</translation>
    </message>
    <message>
      <source>{provider} does not work on that day.</source>
      <translation>{provider} no trabaja ese día.</translation>
    </message>
  </context>
  <context>
    <name>Shell</name>
    <message numerus="yes">
      <source>%n change(s) wait for the line and go when you sign in again.</source>
      <translation>
        <numerusform>%n cambio espera la conexión y se envía cuando inicie sesión de nuevo.</numerusform>
        <numerusform>%n cambios esperan la conexión y se envían cuando inicie sesión de nuevo.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n change(s) would be lost that the clinic has not got. Sync status can save unsent work to a file.</source>
      <translation>
        <numerusform>Se perdería %n cambio que la clínica no tiene. En Sincronización puede guardar en un archivo lo que no se ha enviado.</numerusform>
        <numerusform>Se perderían %n cambios que la clínica no tiene. En Sincronización puede guardar en un archivo lo que no se ha enviado.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n of them cannot be read any more. The damaged file is kept beside the new one.</source>
      <translation>
        <numerusform>%n de ellos ya no se puede leer. El archivo dañado se conserva junto al nuevo.</numerusform>
        <numerusform>%n de ellos ya no se pueden leer. El archivo dañado se conserva junto al nuevo.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n unsent change(s) were brought over.</source>
      <translation>
        <numerusform>Se ha traído %n cambio sin enviar.</numerusform>
        <numerusform>Se han traído %n cambios sin enviar.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n waiting</source>
      <translation>
        <numerusform>%n en espera</numerusform>
        <numerusform>%n en espera</numerusform>
      </translation>
    </message>
    <message>
      <source>A newer version of this program has been used on this computer. Nothing is sent or fetched until this one is updated, and what waits to be sent is safe.</source>
      <translation>En este ordenador se ha usado una versión más nueva del programa. No se envía ni se recibe nada hasta que se actualice esta, y lo que espera a ser enviado está a salvo.</translation>
    </message>
    <message>
      <source>Bring over what was set aside</source>
      <translation>Traer lo que se apartó</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Cancelar</translation>
    </message>
    <message>
      <source>Clinic</source>
      <translation>Clínica</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Cerrar</translation>
    </message>
    <message>
      <source>Close the program and open it again to see it.</source>
      <translation>Cierre el programa y ábralo de nuevo para verlo.</translation>
    </message>
    <message>
      <source>Dark theme</source>
      <translation>Tema oscuro</translation>
    </message>
    <message>
      <source>Everything the clinic has stays there. It is fetched again when you sign in here.</source>
      <translation>Todo lo que la clínica tiene se queda allí. Se vuelve a traer cuando inicie sesión aquí.</translation>
    </message>
    <message>
      <source>Everything you book is kept on this computer and sent when the connection returns.</source>
      <translation>Las citas que dé se guardan en este ordenador y se envían cuando vuelva la conexión.</translation>
    </message>
    <message>
      <source>Everything you do is kept on this computer and sent once you sign in again.</source>
      <translation>Todo lo que haga se guarda en este ordenador y se envía cuando inicie sesión de nuevo.</translation>
    </message>
    <message>
      <source>Fetch everything again?</source>
      <translation>¿Traer todo de nuevo?</translation>
    </message>
    <message>
      <source>Find anything</source>
      <translation>Buscar cualquier cosa</translation>
    </message>
    <message>
      <source>High contrast theme</source>
      <translation>Tema de alto contraste</translation>
    </message>
    <message>
      <source>It was moved or restored. Everything you do is kept on this computer and sent once you sign in again.</source>
      <translation>Se ha movido o restaurado. Todo lo que haga se guarda en este ordenador y se envía cuando inicie sesión de nuevo.</translation>
    </message>
    <message>
      <source>Its records were taken back from this computer. What you had not sent is kept, with all its texts. If this is a mistake, an administrator can activate you again.</source>
      <translation>Sus registros se han retirado de este ordenador. Lo que no había enviado se conserva, con todos sus textos. Si es un error, un administrador puede activarle de nuevo.</translation>
    </message>
    <message>
      <source>Language: {language}</source>
      <translation>Idioma: {language}</translation>
    </message>
    <message>
      <source>Light theme</source>
      <translation>Tema claro</translation>
    </message>
    <message>
      <source>Lock this window</source>
      <translation>Bloquear esta ventana</translation>
    </message>
    <message>
      <source>Made by a newer version: you can read, not write.</source>
      <translation>Hecho por una versión más nueva: puede leer, pero no escribir.</translation>
    </message>
    <message>
      <source>Navigation</source>
      <translation>Navegación</translation>
    </message>
    <message>
      <source>Nobody seems to be here.</source>
      <translation>Parece que no hay nadie.</translation>
    </message>
    <message>
      <source>Nobody was signed out.</source>
      <translation>No se ha cerrado ninguna sesión.</translation>
    </message>
    <message>
      <source>OK</source>
      <translation>Aceptar</translation>
    </message>
    <message>
      <source>Patients and visits stay as they are here, and what you write is kept, until you sign in with the code of your authenticator.</source>
      <translation>Los pacientes y las visitas quedan aquí como están, y lo que escriba se conserva, hasta que entre con el código de su aplicación de autenticación.</translation>
    </message>
    <message>
      <source>Remove it</source>
      <translation>Quitarlo</translation>
    </message>
    <message>
      <source>Remove my work from this computer</source>
      <translation>Quitar mi trabajo de este ordenador</translation>
    </message>
    <message>
      <source>Remove your work from this computer?</source>
      <translation>¿Quitar su trabajo de este ordenador?</translation>
    </message>
    <message>
      <source>Search patient, MRN, phone…</source>
      <translation>Buscar paciente, n.º, teléfono…</translation>
    </message>
    <message>
      <source>Set aside and fetch again</source>
      <translation>Apartar y traer de nuevo</translation>
    </message>
    <message>
      <source>Sign in again</source>
      <translation>Iniciar sesión de nuevo</translation>
    </message>
    <message>
      <source>Sign out</source>
      <translation>Cerrar sesión</translation>
    </message>
    <message>
      <source>Sign out on all computers</source>
      <translation>Cerrar sesión en todos los ordenadores</translation>
    </message>
    <message>
      <source>Sign out on all computers?</source>
      <translation>¿Cerrar sesión en todos los ordenadores?</translation>
    </message>
    <message>
      <source>Sign out?</source>
      <translation>¿Cerrar sesión?</translation>
    </message>
    <message>
      <source>Sign-in and security</source>
      <translation>Acceso y seguridad</translation>
    </message>
    <message>
      <source>Signed out.</source>
      <translation>Sesión cerrada.</translation>
    </message>
    <message>
      <source>Sync now</source>
      <translation>Sincronizar ahora</translation>
    </message>
    <message>
      <source>Taken back: {what}</source>
      <translation>Deshecho: {what}</translation>
    </message>
    <message>
      <source>The file is put aside and kept as it is. Everything the server has is fetched again, and what can still be read of your unsent work is brought over.</source>
      <translation>El archivo se aparta y se conserva como está. Se trae de nuevo todo lo que tiene el servidor y lo que aún se pueda leer de su trabajo sin enviar.</translation>
    </message>
    <message>
      <source>The server cannot be reached, and it has to tell your computers.</source>
      <translation>No se puede llegar al servidor, y es él quien avisa a sus ordenadores.</translation>
    </message>
    <message>
      <source>The server does not recognise you any more.</source>
      <translation>El servidor ya no le reconoce.</translation>
    </message>
    <message>
      <source>There is no page for you here</source>
      <translation>Aquí no hay ninguna página para usted</translation>
    </message>
    <message>
      <source>There may have been more: that part of the file cannot be read. It is kept beside the new one.</source>
      <translation>Puede que hubiera más: esa parte del archivo no se puede leer. Se conserva junto al nuevo.</translation>
    </message>
    <message>
      <source>This cannot be taken back.</source>
      <translation>Esto no se puede deshacer.</translation>
    </message>
    <message>
      <source>This could not be taken back.</source>
      <translation>No se ha podido deshacer.</translation>
    </message>
    <message>
      <source>This page is not for you</source>
      <translation>Esta página no es para usted</translation>
    </message>
    <message>
      <source>This window locks in a moment. Move the mouse to stay.</source>
      <translation>Esta ventana se bloquea en un momento. Mueva el ratón para seguir.</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>Deshacer</translation>
    </message>
    <message>
      <source>What is kept on this computer stays, locked with your password.</source>
      <translation>Lo que se guarda en este ordenador se queda, cerrado con su contraseña.</translation>
    </message>
    <message>
      <source>What was kept on this computer was damaged</source>
      <translation>Lo que se guardaba en este ordenador estaba dañado</translation>
    </message>
    <message>
      <source>Working offline.</source>
      <translation>Sin conexión.</translation>
    </message>
    <message>
      <source>You do not work in {clinic} any more.</source>
      <translation>Usted ya no trabaja en {clinic}.</translation>
    </message>
    <message>
      <source>Your clinic asks for a second proof.</source>
      <translation>Su clínica pide una segunda comprobación.</translation>
    </message>
    <message>
      <source>Your clinic serves its records to who has shown a second proof.</source>
      <translation>Su clínica entrega sus registros a quien ha mostrado una segunda comprobación.</translation>
    </message>
    <message>
      <source>{language} from the next start</source>
      <translation>{language} a partir del próximo inicio</translation>
    </message>
  </context>
  <context>
    <name>State</name>
    <message>
      <source>Arrived</source>
      <translation>Ha llegado</translation>
    </message>
    <message>
      <source>Cancelled</source>
      <translation>Cancelada</translation>
    </message>
    <message>
      <source>Completed</source>
      <translation>Finalizada</translation>
    </message>
    <message>
      <source>Confirmed</source>
      <translation>Confirmada</translation>
    </message>
    <message>
      <source>In consultation</source>
      <translation>En consulta</translation>
    </message>
    <message>
      <source>No-show</source>
      <translation>No se presentó</translation>
    </message>
    <message>
      <source>Scheduled</source>
      <translation>Programada</translation>
    </message>
  </context>
  <context>
    <name>StepUp</name>
    <message>
      <source>A code has six digits.</source>
      <translation>Un código tiene seis cifras.</translation>
    </message>
    <message>
      <source>Code of your authenticator</source>
      <translation>Código de su aplicación de autenticación</translation>
    </message>
    <message>
      <source>Confirm</source>
      <translation>Confirmar</translation>
    </message>
    <message>
      <source>Confirm that it is you</source>
      <translation>Confirme que es usted</translation>
    </message>
    <message>
      <source>Password used on this computer</source>
      <translation>Contraseña usada en este ordenador</translation>
    </message>
    <message>
      <source>This is not the password used on this computer.</source>
      <translation>Esta no es la contraseña usada en este ordenador.</translation>
    </message>
    <message>
      <source>Type it first.</source>
      <translation>Escríbalo primero.</translation>
    </message>
  </context>
  <context>
    <name>Sync</name>
    <message numerus="yes">
      <source>%n draft(s) waiting</source>
      <translation>
        <numerusform>%n borrador en espera</numerusform>
        <numerusform>%n borradores en espera</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n to decide</source>
      <translation>
        <numerusform>%n por decidir</numerusform>
        <numerusform>%n por decidir</numerusform>
      </translation>
    </message>
    <message>
      <source>Checking for news…</source>
      <translation>Buscando novedades…</translation>
    </message>
    <message>
      <source>Connecting…</source>
      <translation>Conectando…</translation>
    </message>
    <message>
      <source>Filling: {done} of {total}</source>
      <translation>Carga: {done} de {total}</translation>
    </message>
    <message>
      <source>Filling: {done} so far</source>
      <translation>Carga: {done} por ahora</translation>
    </message>
    <message>
      <source>Last synced {ago}</source>
      <translation>Sincronizado {ago}</translation>
    </message>
    <message>
      <source>Next try in {length}</source>
      <translation>Próximo intento en {length}</translation>
    </message>
    <message>
      <source>Not allowed by the server</source>
      <translation>El servidor no lo permite</translation>
    </message>
    <message>
      <source>Not recognised by the server</source>
      <translation>El servidor no le reconoce</translation>
    </message>
    <message>
      <source>Nothing waits</source>
      <translation>Nada en espera</translation>
    </message>
    <message>
      <source>Offline</source>
      <translation>Sin conexión</translation>
    </message>
    <message>
      <source>Offline since {time}</source>
      <translation>Sin conexión desde {time}</translation>
    </message>
    <message>
      <source>Paused by the server</source>
      <translation>En pausa por el servidor</translation>
    </message>
    <message>
      <source>Paused by you</source>
      <translation>En pausa por usted</translation>
    </message>
    <message>
      <source>Reading only: update needed</source>
      <translation>Solo lectura: hay que actualizar</translation>
    </message>
    <message>
      <source>Resume</source>
      <translation>Reanudar</translation>
    </message>
    <message>
      <source>Second proof needed</source>
      <translation>Falta una segunda comprobación</translation>
    </message>
    <message>
      <source>Sending…</source>
      <translation>Enviando…</translation>
    </message>
    <message>
      <source>Server trouble</source>
      <translation>Problema del servidor</translation>
    </message>
    <message>
      <source>Show</source>
      <translation>Mostrar</translation>
    </message>
    <message>
      <source>Sign in again</source>
      <translation>Iniciar sesión de nuevo</translation>
    </message>
    <message>
      <source>Signed out</source>
      <translation>Sesión cerrada</translation>
    </message>
    <message>
      <source>The disk is full</source>
      <translation>El disco está lleno</translation>
    </message>
    <message numerus="yes">
      <source>This computer's clock is %n day(s) fast</source>
      <translation>
        <numerusform>El reloj de este ordenador adelanta %n día</numerusform>
        <numerusform>El reloj de este ordenador adelanta %n días</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>This computer's clock is %n day(s) slow</source>
      <translation>
        <numerusform>El reloj de este ordenador atrasa %n día</numerusform>
        <numerusform>El reloj de este ordenador atrasa %n días</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>This computer's clock is %n hour(s) fast</source>
      <translation>
        <numerusform>El reloj de este ordenador adelanta %n hora</numerusform>
        <numerusform>El reloj de este ordenador adelanta %n horas</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>This computer's clock is %n hour(s) slow</source>
      <translation>
        <numerusform>El reloj de este ordenador atrasa %n hora</numerusform>
        <numerusform>El reloj de este ordenador atrasa %n horas</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>This computer's clock is %n minute(s) fast</source>
      <translation>
        <numerusform>El reloj de este ordenador adelanta %n minuto</numerusform>
        <numerusform>El reloj de este ordenador adelanta %n minutos</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>This computer's clock is %n minute(s) slow</source>
      <translation>
        <numerusform>El reloj de este ordenador atrasa %n minuto</numerusform>
        <numerusform>El reloj de este ordenador atrasa %n minutos</numerusform>
      </translation>
    </message>
    <message>
      <source>Try now</source>
      <translation>Intentar ahora</translation>
    </message>
    <message>
      <source>Trying now…</source>
      <translation>Intentando…</translation>
    </message>
    <message>
      <source>Up to date</source>
      <translation>Al día</translation>
    </message>
    <message>
      <source>Update needed</source>
      <translation>Hay que actualizar</translation>
    </message>
    <message>
      <source>Waiting to send</source>
      <translation>Por enviar</translation>
    </message>
    <message>
      <source>What you do is kept here</source>
      <translation>Lo que haga se guarda aquí</translation>
    </message>
    <message>
      <source>Wrong server address</source>
      <translation>Dirección de servidor errónea</translation>
    </message>
    <message>
      <source>Your clinic asks for it</source>
      <translation>Su clínica lo pide</translation>
    </message>
    <message>
      <source>about {time}</source>
      <translation>hacia: {time}</translation>
    </message>
    <message>
      <source>last synced {time}</source>
      <translation>sincronizado: {time}</translation>
    </message>
    <message>
      <source>live</source>
      <translation>en directo</translation>
    </message>
    <message>
      <source>polling</source>
      <translation>por intervalos</translation>
    </message>
  </context>
  <context>
    <name>SyncStatus</name>
    <message numerus="yes">
      <source>%n card(s)</source>
      <translation>
        <numerusform>%n por revisar</numerusform>
        <numerusform>%n por revisar</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n change(s)</source>
      <translation>
        <numerusform>%n cambio</numerusform>
        <numerusform>%n cambios</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n change(s) brought in</source>
      <translation>
        <numerusform>%n cambio traído</numerusform>
        <numerusform>%n cambios traídos</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n change(s) not on the server yet</source>
      <translation>
        <numerusform>%n cambio aún no está en el servidor</numerusform>
        <numerusform>%n cambios aún no están en el servidor</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n differing part(s) fetched again</source>
      <translation>
        <numerusform>%n parte distinta traída de nuevo</numerusform>
        <numerusform>%n partes distintas traídas de nuevo</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n differing part(s), looked at again in the next round</source>
      <translation>
        <numerusform>%n parte distinta, se mira de nuevo en la próxima ronda</numerusform>
        <numerusform>%n partes distintas, se miran de nuevo en la próxima ronda</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n draft(s)</source>
      <translation>
        <numerusform>%n borrador</numerusform>
        <numerusform>%n borradores</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n here already</source>
      <translation>
        <numerusform>%n ya está aquí</numerusform>
        <numerusform>%n ya están aquí</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n more to decide under Needs attention.</source>
      <translation>
        <numerusform>Queda %n por decidir en Por revisar.</numerusform>
        <numerusform>Quedan %n por decidir en Por revisar.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n on the server already</source>
      <translation>
        <numerusform>%n ya está en el servidor</numerusform>
        <numerusform>%n ya están en el servidor</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n row(s) missing, to be fetched again</source>
      <translation>
        <numerusform>falta %n fila, se traerá de nuevo</numerusform>
        <numerusform>faltan %n filas, se traerán de nuevo</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n row(s) to come</source>
      <translation>
        <numerusform>%n fila por llegar</numerusform>
        <numerusform>%n filas por llegar</numerusform>
      </translation>
    </message>
    <message>
      <source>A conversation</source>
      <translation>Una conversación</translation>
    </message>
    <message>
      <source>A file leaves this computer with what you wrote.</source>
      <translation>Un archivo sale de este ordenador con lo que ha escrito.</translation>
    </message>
    <message>
      <source>A passphrase for the file</source>
      <translation>Una frase secreta para el archivo</translation>
    </message>
    <message>
      <source>All files</source>
      <translation>Todos los archivos</translation>
    </message>
    <message numerus="yes">
      <source>At least %n letter(s); a few words are good.</source>
      <translation>
        <numerusform>Al menos %n letra; mejor varias palabras.</numerusform>
        <numerusform>Al menos %n letras; mejor varias palabras.</numerusform>
      </translation>
    </message>
    <message>
      <source>Behind</source>
      <translation>Retraso</translation>
    </message>
    <message>
      <source>Being confirmed</source>
      <translation>Por confirmar</translation>
    </message>
    <message>
      <source>Being fetched</source>
      <translation>Trayéndose</translation>
    </message>
    <message>
      <source>Being removed</source>
      <translation>Eliminándose</translation>
    </message>
    <message>
      <source>Bring drafts in</source>
      <translation>Traer borradores</translation>
    </message>
    <message>
      <source>Bring in</source>
      <translation>Traer</translation>
    </message>
    <message>
      <source>Change</source>
      <translation>Cambio</translation>
    </message>
    <message>
      <source>Changes you make are listed here once the server has them.</source>
      <translation>Sus cambios aparecen aquí cuando el servidor los tiene.</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Cerrar</translation>
    </message>
    <message>
      <source>Complete</source>
      <translation>Completo</translation>
    </message>
    <message>
      <source>Copied</source>
      <translation>Copiado</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>Copiar</translation>
    </message>
    <message>
      <source>Diagnostics</source>
      <translation>Diagnóstico</translation>
    </message>
    <message>
      <source>Diagnostics…</source>
      <translation>Diagnóstico…</translation>
    </message>
    <message>
      <source>Differs</source>
      <translation>Difiere</translation>
    </message>
    <message>
      <source>Directory of {place}</source>
      <translation>Directorio de {place}</translation>
    </message>
    <message>
      <source>Drafts</source>
      <translation>Borradores</translation>
    </message>
    <message>
      <source>Enter shows what waits for your word.</source>
      <translation>Intro muestra lo que espera su decisión.</translation>
    </message>
    <message>
      <source>Every page of the file and every row is looked at and compared with the server. What differs is fetched again.</source>
      <translation>Se mira cada página del archivo y cada fila, y se compara con el servidor. Lo que difiere se trae de nuevo.</translation>
    </message>
    <message>
      <source>Export my unsent drafts</source>
      <translation>Exportar mis borradores sin enviar</translation>
    </message>
    <message>
      <source>Export my unsent drafts…</source>
      <translation>Exportar mis borradores sin enviar…</translation>
    </message>
    <message numerus="yes">
      <source>Export your unsent drafts, then ask for help: %n broken place(s)</source>
      <translation>
        <numerusform>Exporte sus borradores sin enviar y pida ayuda: %n lugar dañado</numerusform>
        <numerusform>Exporte sus borradores sin enviar y pida ayuda: %n lugares dañados</numerusform>
      </translation>
    </message>
    <message>
      <source>How far the check is</source>
      <translation>Avance de la comprobación</translation>
    </message>
    <message>
      <source>Import…</source>
      <translation>Importar…</translation>
    </message>
    <message>
      <source>Is everything here?</source>
      <translation>¿Está todo aquí?</translation>
    </message>
    <message>
      <source>It comes with the first connection.</source>
      <translation>Llega con la primera conexión.</translation>
    </message>
    <message>
      <source>It is counted again and fetched where it differs</source>
      <translation>Se vuelve a contar y se trae lo que difiere</translation>
    </message>
    <message>
      <source>Kept on this computer</source>
      <translation>Guardado en este ordenador</translation>
    </message>
    <message>
      <source>Last looked</source>
      <translation>Revisado</translation>
    </message>
    <message>
      <source>Last trouble</source>
      <translation>Último problema</translation>
    </message>
    <message>
      <source>Looking…</source>
      <translation>Mirando…</translation>
    </message>
    <message>
      <source>Needs attention</source>
      <translation>Por revisar</translation>
    </message>
    <message>
      <source>Next try</source>
      <translation>Próximo intento</translation>
    </message>
    <message>
      <source>Not on the server yet</source>
      <translation>Aún no en el servidor</translation>
    </message>
    <message>
      <source>Notes and results of {place}</source>
      <translation>Notas y resultados de {place}</translation>
    </message>
    <message>
      <source>Nothing in the last two weeks</source>
      <translation>Nada en las últimas dos semanas</translation>
    </message>
    <message>
      <source>Nothing new was in the file</source>
      <translation>No había nada nuevo en el archivo</translation>
    </message>
    <message>
      <source>Nothing waits to be sent</source>
      <translation>Nada por enviar</translation>
    </message>
    <message>
      <source>Nothing yet</source>
      <translation>Nada todavía</translation>
    </message>
    <message>
      <source>Numbers and codes for support. No name and no text of a patient is in it.</source>
      <translation>Números y códigos para el soporte. No contiene ningún nombre ni texto de pacientes.</translation>
    </message>
    <message>
      <source>On its way</source>
      <translation>En camino</translation>
    </message>
    <message>
      <source>On the server</source>
      <translation>En el servidor</translation>
    </message>
    <message>
      <source>Only here</source>
      <translation>Solo aquí</translation>
    </message>
    <message>
      <source>Only yours</source>
      <translation>Solo suyo</translation>
    </message>
    <message>
      <source>Passphrase</source>
      <translation>Frase secreta</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>Pausar</translation>
    </message>
    <message>
      <source>Pause or resume the sync</source>
      <translation>Pausar o reanudar la sincronización</translation>
    </message>
    <message>
      <source>Prove my data is whole</source>
      <translation>Comprobar que mis datos están completos</translation>
    </message>
    <message>
      <source>Receipt</source>
      <translation>Recorrido</translation>
    </message>
    <message>
      <source>Record</source>
      <translation>Registro</translation>
    </message>
    <message>
      <source>Resume</source>
      <translation>Reanudar</translation>
    </message>
    <message>
      <source>Retry now</source>
      <translation>Reintentar</translation>
    </message>
    <message>
      <source>Rows</source>
      <translation>Filas</translation>
    </message>
    <message>
      <source>Save the diagnostics</source>
      <translation>Guardar el diagnóstico</translation>
    </message>
    <message>
      <source>Save the file</source>
      <translation>Guardar el archivo</translation>
    </message>
    <message>
      <source>Saved here {time}</source>
      <translation>Guardado aquí: {time}</translation>
    </message>
    <message>
      <source>Saved in {name}</source>
      <translation>Guardado en {name}</translation>
    </message>
    <message>
      <source>Save…</source>
      <translation>Guardar…</translation>
    </message>
    <message>
      <source>Schedule and patients of {place}</source>
      <translation>Agenda y pacientes de {place}</translation>
    </message>
    <message>
      <source>Something newer than this program</source>
      <translation>Algo más reciente que este programa</translation>
    </message>
    <message>
      <source>Something still differs from the server</source>
      <translation>Algo aún difiere del servidor</translation>
    </message>
    <message>
      <source>State</source>
      <translation>Estado</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Detener</translation>
    </message>
    <message>
      <source>Stopped. Nothing was changed by it.</source>
      <translation>Detenido. No se ha cambiado nada.</translation>
    </message>
    <message>
      <source>Sync status</source>
      <translation>Sincronización</translation>
    </message>
    <message>
      <source>The check could not be done</source>
      <translation>No se pudo hacer la comprobación</translation>
    </message>
    <message>
      <source>The file on this computer is damaged</source>
      <translation>El archivo de este ordenador está dañado</translation>
    </message>
    <message>
      <source>The file will hold {what}. It opens with this passphrase alone, for you alone: without it nobody can read the file again.</source>
      <translation>El archivo contendrá {what}. Se abre solo con esta frase secreta y solo para usted: sin ella nadie podrá volver a leerlo.</translation>
    </message>
    <message>
      <source>The passphrase of the file</source>
      <translation>La frase secreta del archivo</translation>
    </message>
    <message>
      <source>The same again</source>
      <translation>La misma otra vez</translation>
    </message>
    <message>
      <source>The server could not be asked</source>
      <translation>No se pudo preguntar al servidor</translation>
    </message>
    <message>
      <source>The server has everything you did</source>
      <translation>El servidor tiene todo lo que ha hecho</translation>
    </message>
    <message>
      <source>The server has everything you did.</source>
      <translation>El servidor tiene todo lo que ha hecho.</translation>
    </message>
    <message>
      <source>The server waits for an earlier change first</source>
      <translation>El servidor espera antes un cambio anterior</translation>
    </message>
    <message>
      <source>The two are not the same.</source>
      <translation>Las dos no son iguales.</translation>
    </message>
    <message>
      <source>There is nothing to save</source>
      <translation>No hay nada que guardar</translation>
    </message>
    <message numerus="yes">
      <source>Too short: at least %n letter(s).</source>
      <translation>
        <numerusform>Demasiado corta: al menos %n letra.</numerusform>
        <numerusform>Demasiado corta: al menos %n letras.</numerusform>
      </translation>
    </message>
    <message>
      <source>Tries</source>
      <translation>Intentos</translation>
    </message>
    <message>
      <source>Try again when the connection is back</source>
      <translation>Intentarlo cuando vuelva la conexión</translation>
    </message>
    <message>
      <source>Try everything again</source>
      <translation>Intentar todo de nuevo</translation>
    </message>
    <message>
      <source>Waits for another change to be decided</source>
      <translation>Espera a que se decida otro cambio</translation>
    </message>
    <message>
      <source>What</source>
      <translation>Qué</translation>
    </message>
    <message>
      <source>What you do is listed here until the server has confirmed it.</source>
      <translation>Lo que haga aparece aquí hasta que el servidor lo confirme.</translation>
    </message>
    <message>
      <source>Which changes</source>
      <translation>Qué cambios</translation>
    </message>
    <message>
      <source>Your changes</source>
      <translation>Sus cambios</translation>
    </message>
    <message>
      <source>Your data is whole</source>
      <translation>Sus datos están completos</translation>
    </message>
    <message>
      <source>Your data is whole again</source>
      <translation>Sus datos vuelven a estar completos</translation>
    </message>
    <message>
      <source>a clinic</source>
      <translation>una clínica</translation>
    </message>
    <message>
      <source>about {time}</source>
      <translation>hacia: {time}</translation>
    </message>
    <message>
      <source>nothing</source>
      <translation>nada</translation>
    </message>
    <message>
      <source>nothing missing, the same as on the server</source>
      <translation>no falta nada, igual que en el servidor</translation>
    </message>
    <message>
      <source>on the server {time}</source>
      <translation>en el servidor: {time}</translation>
    </message>
    <message>
      <source>sent {time}</source>
      <translation>enviado: {time}</translation>
    </message>
    <message>
      <source>soon</source>
      <translation>pronto</translation>
    </message>
    <message numerus="yes">
      <source>the oldest %n change(s) not on the server yet</source>
      <translation>
        <numerusform>el cambio más antiguo aún no está en el servidor (%n)</numerusform>
        <numerusform>los %n cambios más antiguos aún no están en el servidor</numerusform>
      </translation>
    </message>
    <message>
      <source>the server has it</source>
      <translation>el servidor lo tiene</translation>
    </message>
    <message>
      <source>tried {time}</source>
      <translation>intentado: {time}</translation>
    </message>
    <message>
      <source>{count} rows checked here</source>
      <translation>{count} filas comprobadas aquí</translation>
    </message>
    <message>
      <source>{drafts} and {cards}</source>
      <translation>{drafts} y {cards}</translation>
    </message>
    <message>
      <source>{what}. They stay here as well.</source>
      <translation>{what}. También se quedan aquí.</translation>
    </message>
  </context>
</TS>
